public import Datasets

/// The numbers of one row as they are stored: of a picture line by line, else ten in a line.
public struct RowValues: Sendable {
  private let rows: Rows
  private let row: Int

  /// Looks at a row.
  public init(_ rows: Rows, row: Int) {
    self.rows = rows
    self.row = row
  }

  /// The numbers.
  public var text: String {
    let values = (0..<rows.elementsPerRow).map { rows.element($0, ofRow: row) }
    func cell(_ value: Float) -> String {
      rows.hasBytes ? String(Int(value)) : significant(Double(value), 4)
    }
    guard let shape = PictureShape(rows) else {
      let width = 10
      return MatrixText(
        rows: 0..<((values.count + width - 1) / width), columns: 0..<min(width, values.count)
      ) { line, column in
        let place = line * width + column
        return place < values.count ? cell(values[place]) : ""
      }.text()
    }
    return (0..<shape.channels).map { channel in
      let title = shape.channels == 1 ? "" : ["red", "green", "blue"][channel] + "\n"
      return title
        + MatrixText(rows: 0..<shape.height, columns: 0..<shape.width) { y, x in
          cell(values[shape.place(x: x, y: y, channel: channel)])
        }.text()
    }.joined(separator: "\n")
  }
}
