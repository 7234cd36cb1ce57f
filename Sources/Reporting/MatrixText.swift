/// Numbers in rows and columns with the numbers of both beside them, in blocks of columns that fit
/// a width.
struct MatrixText {
  /// The rows that are shown.
  let rows: Range<Int>
  /// The columns that are shown.
  let columns: Range<Int>
  /// What stands in a cell.
  let cell: (_ row: Int, _ column: Int) -> String

  /// The blocks, below each other, each at most `width` columns wide where a single cell is not
  /// wider.
  func text(width: Int = 80) -> String {
    guard !rows.isEmpty, !columns.isEmpty else { return "" }
    let cells = rows.map { row in columns.map { cell(row, $0) } }
    let nameWidth = String(rows.upperBound - 1).count
    let cellWidth = max(
      String(columns.upperBound - 1).count, cells.flatMap { $0 }.map(\.count).max() ?? 0)
    let most = max(1, (width - nameWidth - 1) / (cellWidth + 1))
    let blocks = (columns.count + most - 1) / most
    let length = (columns.count + blocks - 1) / blocks
    return stride(from: 0, to: columns.count, by: length).map { start in
      let block = start..<min(start + length, columns.count)
      func line(_ name: String, _ cells: ArraySlice<String>) -> String {
        name.leftPadding(to: nameWidth) + " "
          + cells.map { " " + $0.leftPadding(to: cellWidth) }.joined() + "\n"
      }
      let heads = columns.map(String.init)[block]
      return line("", heads) + zip(rows, cells).map { line(String($0), $1[block]) }.joined()
    }.joined(separator: "\n")
  }
}

/// Numbers one after the other, at most ten in a line, each line with the place of its first one.
func listText(_ cells: [String], width: Int = 80) -> String {
  let nameWidth = String(max(cells.count - 1, 0)).count
  let cellWidth = cells.map(\.count).max() ?? 0
  let length = max(1, min(10, (width - nameWidth - 1) / (cellWidth + 1)))
  return stride(from: 0, to: cells.count, by: length).map { start in
    String(start).leftPadding(to: nameWidth) + " "
      + cells[start..<min(start + length, cells.count)]
      .map { " " + $0.leftPadding(to: cellWidth) }.joined() + "\n"
  }.joined()
}
