public import JSON

extension Diagnostic {
  /// The diagnostic as a JSON object with the members `severity`, `code`, `message`, `file`,
  /// `line`, `column`, `end_line`, `end_column`, `label` and `help`.
  ///
  /// Lines and columns count from 1; the end is the first column behind the spot. For an option of the
  /// command line, `file` is that option with its value, and columns count from the value on. A member
  /// that has no meaning at the diagnostic's place is null; `help` is an array of strings.
  public var json: JSON {
    var file = JSON.null
    var ends: (start: SourcePosition, end: SourcePosition)?
    switch place {
    case .nowhere: break
    case .file(let name): file = .string(name)
    case .text(let source, let range), .option(let source, let range):
      file = .string(source.name)
      ends = (source.position(of: range.start), source.position(of: max(range.start, range.end)))
    }
    func number(_ value: Int?) -> JSON { value.map { .integer(Int64($0)) } ?? .null }
    return [
      "severity": .string(severity.rawValue),
      "code": .string(code),
      "message": .string(message),
      "file": file,
      "line": number(ends?.start.line),
      "column": number(ends?.start.column),
      "end_line": number(ends?.end.line),
      "end_column": number(ends?.end.column),
      "label": .string(label),
      "help": .array(help.map { .string($0) }),
    ]
  }
}
