import Source

/// What the labels of a table stand for: found out from the training rows, and applied to others.
struct LabelEncoding {
  /// How labels are turned into numbers.
  enum Kind {
    /// Classes by their text.
    case texts([String: Int32])
    /// Classes by their number.
    case numbers([Double: Int32])
    /// One column a class: it holds 1 for the row's class, the others hold 0.
    case oneHot
    /// Plain numbers.
    case values
  }

  let kind: Kind
  /// The names of the classes; none for plain numbers.
  let classNames: [String]
  /// The number that each class stands for, where it is one.
  let classNumbers: [Float]?

  /// Whole numbers are taken for classes where there are at most so many different ones.
  static let mostNumbers = 100
  /// More classes than this are taken for damage: every class costs an output and a name.
  private static let mostClasses = 65_536

  /// The encoding of a file's labels.
  ///
  /// - Throws: E0322 for text among numbers, E0323 for numbers beyond single precision, E0327 where
  ///   there is but one label, or too many.
  init(of file: TableFile) throws(InputError) {
    guard file.labels.count == 1 else {
      self = try Self.several(file)
      return
    }
    let texts = file.labels[0].texts
    let name = quoted(file.names[file.columns.labels[0]])
    guard texts.count > 1 else {
      throw InputError(
        "E0327",
        "every row has the label \(quoted(texts.first?.text ?? "")): there is nothing to tell apart",
        in: file.path, help: ["--label NAME or NUMBER chooses another column than \(name)"])
    }
    let numbers = Set(texts.compactMap(\.number))
    let others = texts.filter { $0.number == nil }
    let areClasses =
      numbers.count <= Self.mostNumbers
      && numbers.allSatisfy { $0 == $0.rounded() && abs($0) <= 0x1p24 }
    if others.isEmpty {
      try Self.checkRange(file)
      self =
        areClasses ? Self.classes(numbers.sorted(), file.header) : LabelEncoding(.values, [], nil)
      return
    }
    guard areClasses else {
      throw file.error(
        "E0322",
        others.map { ("\(file.place($0.row, file.columns.labels[0])) is not a number", $0.cell) },
        help: ["the other labels in this column are plain numbers"])
    }
    guard texts.count <= Self.mostClasses, texts.count < max(file.rowCount, 20) else {
      throw InputError(
        "E0327",
        "the label column \(name) has \(texts.count) different texts in \(file.rowCount) rows: "
          + "these are no classes", in: file.path, help: ["--label NAME or NUMBER chooses another"])
    }
    let names = texts.map(\.text).sorted {
      $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars)
    }
    self = LabelEncoding(.texts(Self.indices(names)), names, nil)
  }

  /// The encoding that a model knows its classes by; plain numbers where it has none.
  init(classNames: [String], numbers: [Float]?, labelCount: Int) {
    if labelCount > 1 {
      self.init(classNames.isEmpty ? .values : .oneHot, classNames, nil)
    } else if classNames.isEmpty {
      self.init(.values, [], nil)
    } else if let numbers {
      self.init(.numbers(Self.indices(numbers.map { Double($0) })), classNames, numbers)
    } else {
      self.init(.texts(Self.indices(classNames)), classNames, nil)
    }
  }

  private init(_ kind: Kind, _ classNames: [String], _ classNumbers: [Float]?) {
    self.kind = kind
    self.classNames = classNames
    self.classNumbers = classNumbers
  }

  private static func indices<Key>(_ keys: [Key]) -> [Key: Int32] {
    Dictionary(zip(keys, 0...), uniquingKeysWith: { first, _ in first })
  }

  private static func classes(_ numbers: [Double], _ header: TableHeader) -> LabelEncoding {
    var names = numbers.map { String(Int($0)) }
    if case .counts(_, let given) = header, given.count == numbers.count,
      numbers == given.indices.map(Double.init)
    {
      names = given
    }
    return LabelEncoding(.numbers(indices(numbers)), names, numbers.map { Float($0) })
  }

  private static func several(_ file: TableFile) throws(InputError) -> LabelEncoding {
    for (index, column) in file.labels.enumerated() {
      let others = column.texts.filter { $0.number == nil }
      guard others.isEmpty else {
        throw file.error(
          "E0322",
          others.map {
            ("\(file.place($0.row, file.columns.labels[index])) is not a number", $0.cell)
          }, help: ["several label columns are plain numbers"])
      }
    }
    try checkRange(file)
    let isOneHot =
      file.labels.allSatisfy { $0.texts.allSatisfy { $0.number == 0 || $0.number == 1 } }
      && (0..<file.rowCount).allSatisfy { row in file.classes(ofOneHot: row).count == 1 }
    guard isOneHot else { return LabelEncoding(.values, [], nil) }
    let classes = Set((0..<file.rowCount).compactMap { file.classes(ofOneHot: $0).first })
    guard classes.count > 1 else {
      throw InputError("E0327", "every row has the same label", in: file.path)
    }
    return LabelEncoding(.oneHot, file.columns.labels.map { file.names[$0] }, nil)
  }

  private static func checkRange(_ file: TableFile) throws(InputError) {
    for (index, column) in file.labels.enumerated() {
      let beyond = column.texts.filter { $0.number.map { !Float($0).isFinite } ?? false }
      guard beyond.isEmpty else {
        throw file.error(
          "E0323",
          beyond.map {
            (
              "\(file.place($0.row, file.columns.labels[index])) is beyond single precision",
              $0.cell
            )
          }, help: [])
      }
    }
  }

  // MARK: Applying

  /// The labels of a file by this encoding. Whole numbers that are no class become plain numbers,
  /// which a network of plain numbers may learn from.
  ///
  /// - Throws: E0309 for labels that are no class, E0322 for text among plain numbers.
  func labels(of file: TableFile) throws(InputError) -> Labels {
    guard !file.labels.isEmpty else { return .unknown(rows: file.rowCount) }
    switch kind {
    case .texts(let classes):
      return .classes(try file.indices { classes[$0.text] })
    case .numbers(let classes):
      let column = file.labels[0]
      let isKnown = column.texts.allSatisfy { $0.number.map { classes[$0] != nil } ?? false }
      guard !isKnown, column.texts.allSatisfy({ $0.number != nil }) else {
        return .classes(
          try file.indices { text in text.number.flatMap { classes[$0] } })
      }
      return .values(try file.values(), columns: 1)
    case .oneHot:
      guard let row = (0..<file.rowCount).first(where: { file.classes(ofOneHot: $0).count != 1 })
      else {
        return .classes((0..<file.rowCount).map { Int32(file.classes(ofOneHot: $0)[0]) })
      }
      throw InputError(
        "E0309", "row \(row + 1) does not have 1 in exactly one of its label columns", in: file.path
      )
    case .values:
      return .values(try file.values(), columns: file.labels.count)
    }
  }
}

extension TableFile {
  /// The label columns that hold 1 in a row, counting the rows that were taken from 0.
  fileprivate func classes(ofOneHot row: Int) -> [Int] {
    labels.indices.filter { labels[$0].texts[Int(labels[$0].rows[row])].number == 1 }
  }

  /// The classes of the rows, by the text of the one label column.
  fileprivate func indices(
    _ find: (LabelColumn.Text) -> Int32?
  ) throws(InputError) -> [Int32] {
    let found = labels[0].texts.map(find)
    let unknown = zip(labels[0].texts, found).filter { $1 == nil }.map(\.0)
    guard unknown.isEmpty else {
      throw error(
        "E0309",
        unknown.map {
          (
            "the label \(quoted($0.text)) of row \($0.row) is not among the classes of the training "
              + "rows", $0.cell
          )
        }, help: [])
    }
    return labels[0].rows.map { found[Int($0)] ?? 0 }
  }

  /// The labels as plain numbers, row by row.
  fileprivate func values() throws(InputError) -> [Float] {
    var values = [Float](repeating: 0, count: rowCount * labels.count)
    for (index, column) in labels.enumerated() {
      let others = column.texts.filter { !Float($0.number ?? .nan).isFinite }
      guard others.isEmpty else {
        throw error(
          "E0322",
          others.map {
            ("\(place($0.row, columns.labels[index])) is not a finite number", $0.cell)
          }, help: [])
      }
      let numbers = column.texts.map { Float($0.number ?? 0) }
      for (row, text) in column.rows.enumerated() {
        values[row * labels.count + index] = numbers[Int(text)]
      }
    }
    return values
  }
}
