public import Datasets
import JSON
import Source

/// The numbers of one row as they are stored: of a picture line by line, of a table with the names
/// of its columns, else one after the other.
public struct RowValues: Sendable {
  private let rows: Rows
  private let row: Int
  private let names: [String]

  /// Looks at a row; `names` are those of its columns, where they have some.
  public init(_ rows: Rows, row: Int, names: [String] = []) {
    self.rows = rows
    self.row = row
    self.names = names
  }

  /// The numbers for programs, one after the other.
  var json: JSON {
    .array((0..<rows.elementsPerRow).map { .number(Double(rows.element($0, ofRow: row))) })
  }

  /// The numbers.
  public var text: String {
    let values = (0..<rows.elementsPerRow).map { rows.element($0, ofRow: row) }
    func cell(_ value: Float) -> String {
      rows.hasBytes ? String(Int(value)) : significant(Double(value), 4)
    }
    if names.count == values.count {
      var table = TextTable([.left, .right])
      for (name, value) in zip(names, values) {
        table.add(["  \(shortened(printable(name), 40))", cell(value)])
      }
      return table.text
    }
    guard let shape = PictureShape(rows) else { return listText(values.map(cell)) }
    return (0..<shape.channels).map { channel in
      let title = shape.channels == 1 ? "" : ["red", "green", "blue"][channel] + "\n"
      return title
        + MatrixText(rows: 0..<shape.height, columns: 0..<shape.width) { y, x in
          cell(values[shape.place(x: x, y: y, channel: channel)])
        }.text()
    }.joined(separator: "\n")
  }
}
