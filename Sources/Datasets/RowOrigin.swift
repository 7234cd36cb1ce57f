import Source

/// Where rows come from.
enum RowOrigin: Sendable {
  /// A file as a whole, or a data set without files.
  case whole(String)
  /// A file each, by their numbers.
  case files([String])
  /// The lines of a table.
  case table(TableLines)

  /// The file that stands for all rows, for messages.
  var path: String {
    switch self {
    case .whole(let path): path
    case .files(let paths): paths[0]
    case .table(let lines): lines.path
    }
  }

  /// The places of some rows.
  ///
  /// - Parameter rows: the numbers of the rows, counting from 0, with their classes, if they have
  ///   some.
  func places(of rows: [(number: Int, label: Int?)]) -> [Diagnostic.Place] {
    switch self {
    case .whole(let path): rows.map { _ in .file(path) }
    case .files(let paths): rows.map { .file(paths[$0.number]) }
    case .table(let lines): lines.places(ofLabelsIn: rows)
    }
  }
}
