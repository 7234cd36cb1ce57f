import Source

/// How the lines of a table's file are found again. The file is read once more for that, so that
/// its text need not be kept while all is well.
struct TableLines: Sendable {
  /// Where the file is.
  let path: String
  /// What stands between the cells.
  let delimiter: Delimiter
  /// Whether the first line is no row.
  let hasHead: Bool
  /// Where the labels stand; one column, or one for each class or number.
  let labels: [Int]

  /// The places of some rows' labels; the file as a whole for those that are not there any more.
  ///
  /// - Parameter rows: the numbers of the rows, counting from 0, with their classes, of which one
  ///   is meant where each has a column.
  func places(ofLabelsIn rows: [(number: Int, label: Int?)]) -> [Diagnostic.Place] {
    var places = rows.map { _ in Diagnostic.Place.file(path) }
    guard let bytes = try? tableBytes(path), let start = try? tableStart(bytes, path) else {
      return places
    }
    let text = SourceText(name: path, bytes: bytes)
    var reader = RecordReader(bytes, delimiter, from: start)
    var cells: [Cell] = []
    var next = hasHead ? -1 : 0
    for index in rows.indices.sorted(by: { rows[$0].number < rows[$1].number }) {
      while next <= rows[index].number {
        guard (try? reader.next(into: &cells)) == true else { return places }
        next += 1
      }
      let column = labels.count > 1 ? rows[index].label ?? 0 : 0
      guard labels.indices.contains(column), cells.indices.contains(labels[column]) else {
        continue
      }
      let cell = cells[labels[column]]
      places[index] = .text(text, SourceRange(cell.start, cell.end))
    }
    return places
  }
}
