import Source

/// What is wrong in a table's file, with the place of each fault.
struct TableFaults {
  private struct Fault {
    var code: String
    var message: String
    var range: SourceRange
    var help: [String]
    /// The column that it is counted for, where it may be one of many like it.
    var column: Int?
  }

  /// After so many faults the file is not read on, and no more are told.
  static let limit = 100

  private let path: String
  private let bytes: [UInt8]
  private var faults: [Fault] = []

  init(_ bytes: [UInt8], path: String) {
    self.bytes = bytes
    self.path = path
  }

  /// Whether there are any.
  var isEmpty: Bool { faults.isEmpty }
  /// Whether there are so many that reading on is of no use.
  var isFull: Bool { faults.count >= TableFaults.limit }

  /// Notes a fault, unless there are enough.
  mutating func add(
    _ code: String, _ message: String, at cell: Cell, help: [String] = [], column: Int? = nil
  ) {
    guard !isFull else { return }
    faults.append(
      Fault(
        code: code, message: message, range: SourceRange(cell.start, cell.end), help: help,
        column: column))
  }

  /// Makes one fault, at the first of them, of all that were counted for a column.
  mutating func merge(column: Int, _ message: String, help: [String]) {
    guard let first = faults.firstIndex(where: { $0.column == column }) else { return }
    faults[first].message = message
    faults[first].help = help
    faults[first].column = nil
    faults.removeAll { $0.column == column }
  }

  /// The error that tells all of them. The lines of the file are only counted now.
  func error() -> InputError {
    let text = SourceText(name: path, bytes: bytes)
    return InputError(
      faults.map {
        Diagnostic(code: $0.code, $0.message, at: .text(text, $0.range), help: $0.help)
      })
  }
}
