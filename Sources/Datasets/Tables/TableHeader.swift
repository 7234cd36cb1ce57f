/// What the first line of a table is.
enum TableHeader {
  /// The columns' names.
  case names([String])
  /// The number of rows and the names of the classes, as the tables that come with scikit-learn
  /// have it: `150,4,setosa,versicolor,virginica`.
  case counts(rows: Int, classNames: [String])
  /// The first row.
  case none

  /// Finds out from the first rows what the first of them is.
  ///
  /// - Parameters:
  ///   - records: the first rows, the first line among them.
  ///   - hasHeader: what the user says.
  init(_ records: [[Cell]], hasHeader: Bool?, in text: CellText) {
    guard let first = records.first, hasHeader != false else {
      self = .none
      return
    }
    if hasHeader == nil, let counts = Self.counts(records, in: text) {
      self = counts
      return
    }
    let isHeader = hasHeader ?? Self.looksLikeNames(first, above: records.dropFirst(), in: text)
    guard isHeader else {
      self = .none
      return
    }
    self = .names(
      first.enumerated().map { index, cell in
        let name = text.string(cell) ?? ""
        return name.isEmpty ? String(index + 1) : name
      })
  }

  /// Whether some column has only numbers below, and text in the first line; or nothing there, and
  /// the first line has no number at all.
  private static func looksLikeNames(
    _ first: [Cell], above rows: ArraySlice<[Cell]>, in text: CellText
  ) -> Bool {
    func isText(_ cell: Cell) -> Bool { text.number(cell) == nil && !text.isMissing(cell) }
    guard !rows.isEmpty else { return first.allSatisfy(isText) }
    let hasNoNumber = first.allSatisfy { text.number($0) == nil && !text.isInfinite($0) }
    return first.indices.contains { column in
      let isName = isText(first[column]) && !text.isInfinite(first[column])
      guard isName || hasNoNumber else { return false }
      let cells = rows.compactMap { column < $0.count ? $0[column] : nil }
      return cells.contains { text.number($0) != nil } && !cells.contains(where: isText)
    }
  }

  private static func counts(_ records: [[Cell]], in text: CellText) -> TableHeader? {
    guard records.count > 1, records[0].count > 2,
      let rows = text.number(records[0][0]).flatMap({ Int(exactly: $0) }),
      let columns = text.number(records[0][1]).flatMap({ Int(exactly: $0) }),
      records[1].count == columns + 1
    else { return nil }
    let names = records[0].dropFirst(2)
    guard names.allSatisfy({ text.number($0) == nil && !text.isMissing($0) }) else { return nil }
    return .counts(rows: rows, classNames: names.compactMap(text.string))
  }

  /// Whether the first line is no row.
  var isLine: Bool { if case .none = self { false } else { true } }

  /// The columns' names, where there are any.
  var names: [String]? { if case .names(let names) = self { names } else { nil } }
}
