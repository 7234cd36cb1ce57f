import Datasets
import Source

/// The numbers of a data set.
extension DataReport {
  /// The ranges of the rows' elements: of each column of a table, otherwise of all.
  var numbersText: String {
    guard summary.columns.isEmpty else { return columnText }
    let all = summary.all
    let bytes = dataset.train.hasBytes
    let ofOne = bytes ? " (\(fixed(all.mean / 255, 4)) of 255)" : ""
    return """
      \(bytes ? "pixels" : "numbers") from \(number(all.minimum)) to \(number(all.maximum)), \
      mean \(number(all.mean))\(ofOne), deviation \(number(all.deviation))
      \(fixed(100 * Double(summary.zeros) / Double(max(all.count, 1)), 1)) % are 0; \
      \(summary.constantColumns) of \(dataset.train.elementsPerRow) columns are the same \
      in every row
      missing values: \(all.missing == 0 ? "none" : grouped(all.missing))

      """
  }

  private var columnText: String {
    var table = TextTable([
      ("column", dataset.table?.hasNames == true ? .left : .right), ("min", .right),
      ("max", .right), ("mean", .right), ("deviation", .right),
      ("missing", .right), ("outliers", .right),
    ])
    for (index, column) in summary.columns.enumerated() {
      let numbers = column.numbers
      table.add([
        columnName(index), number(numbers.minimum), number(numbers.maximum), number(numbers.mean),
        number(numbers.deviation), "\(numbers.missing)", "\(column.outliers)",
      ])
    }
    return table.text + "outliers lie beyond the quartiles by more than 1.5 times their distance\n"
  }

  /// The ranges of the plain numbers that rows are labelled with.
  var valueText: String {
    var table = TextTable([
      ("label", .left), ("min", .right), ("max", .right), ("mean", .right), ("deviation", .right),
    ])
    for (index, numbers) in summary.values.enumerated() {
      table.add([
        dataset.table?.labels[index] ?? "\(index + 1)", number(numbers.minimum),
        number(numbers.maximum), number(numbers.mean), number(numbers.deviation),
      ])
    }
    return table.text
  }

  private func columnName(_ index: Int) -> String {
    dataset.table.map { printable($0.features[index]) } ?? "\(index + 1)"
  }

  /// What a row is labelled with.
  private func label(_ row: Int) -> String {
    switch dataset.train.labels {
    case .classes(let classes): dataset.classNames[Int(classes[row])]
    case .values(let values, let columns):
      (0..<columns).map { number(Double(values[row * columns + $0])) }.joined(separator: "  ")
    case .unknown: ""
    }
  }

  /// The first rows of a table.
  var firstRowsText: String {
    guard !summary.columns.isEmpty else { return "" }
    let shown = min(summary.columns.count, Self.columnLimit)
    let names = (0..<shown).map(columnName)
    // Long names would break the lines; the table above has them in the same order.
    let areShort = names.joined(separator: "  ").count <= 60
    var table = TextTable(
      [("row", .right)]
        + (0..<shown).map { (areShort ? names[$0] : "\($0 + 1)", TextTable.Alignment.right) }
        + [(shown < summary.columns.count ? "…  label" : "label", .left)])
    for row in 0..<min(Self.rowLimit, dataset.train.count) {
      table.add(
        ["\(row)"] + (0..<shown).map { number(Double(dataset.train.element($0, ofRow: row))) }
          + [label(row)])
    }
    return table.text
  }

  /// Some four digits that count, without zeros at the end.
  private func number(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return fixed(value, 0) }
    if value == value.rounded(), abs(value) < 1e6 { return fixed(value, 0) }
    let size = abs(value)
    guard (1e-3..<1e6).contains(size) else { return scientific(value, 3) }
    let digits = fixed(value, size < 1 ? 4 : size < 100 ? 3 : 1)
    return String(digits.reversed().drop { $0 == "0" }.drop { $0 == "." }.reversed())
  }
}
