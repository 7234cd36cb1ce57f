import Source

extension Dataset {
  /// The parts with missing cells filled by the mean or median of their column in the training rows.
  ///
  /// - Throws: E0324 for columns of which no training row has a cell.
  func filled(_ parts: Parts) throws(InputError) -> Parts {
    var parts = parts
    parts.table = table
    guard let rule = pendingFill else { return parts }
    let fill = try fill(rule, parts.train)
    parts.table?.fill = fill
    parts.train = parts.train.filled(fill)
    parts.validation = parts.validation?.filled(fill)
    parts.test = parts.test?.filled(fill)
    return parts
  }

  private func fill(_ rule: MissingPolicy, _ rows: Rows) throws(InputError) -> [Float] {
    let columns = rows.elementsPerRow
    guard case .floats(let floats) = rows.storage else { return [] }
    var fill: [Float] = []
    var empty: [Diagnostic] = []
    for column in 0..<columns {
      let cells = (0..<rows.count).lazy
        .map { floats[rows.firstElement + $0 * columns + column] }.filter { !$0.isNaN }
      let values = Array(cells)
      guard !values.isEmpty else {
        let name = table?.features[column] ?? String(column + 1)
        empty.append(
          Diagnostic(
            code: "E0324",
            "column \(quoted(name)) has no cell in the training rows to fill its missing ones by",
            at: .file(rows.origin), help: ["leave it out of the table, or give --missing NUMBER"]))
        continue
      }
      fill.append(Float(rule == .median ? Self.median(values) : Self.mean(values)))
    }
    guard empty.isEmpty else { throw InputError(empty) }
    return fill
  }

  private static func mean(_ values: [Float]) -> Double {
    values.reduce(0) { $0 + Double($1) } / Double(values.count)
  }

  /// The middle one of the values, or the mean of the middle two.
  private static func median(_ values: [Float]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1
      ? Double(sorted[middle]) : (Double(sorted[middle - 1]) + Double(sorted[middle])) / 2
  }
}

extension Rows {
  /// The rows with `fill`, a number for each column, in place of cells that are NaN.
  func filled(_ fill: [Float]) -> Rows {
    guard case .floats(let floats) = storage else { return self }
    let columns = elementsPerRow
    var values = Array(floats[firstElement..<(firstElement + count * columns)])
    for index in values.indices where values[index].isNaN { values[index] = fill[index % columns] }
    return stored(as: values)
  }
}
