public import Source

/// The text of a `.nn` file in the usual layout: one statement a line, one space between arguments,
/// none around `=`, comments behind statements aligned in each paragraph, at most one empty line
/// in a row. Comments and the spelling of values stay. Formatting the result changes nothing.
///
/// Throws an `InputError` with every mistake of the file, which then has no layout.
public func format(_ source: SourceText) throws(InputError) -> String {
  let lexer = Lexer(source)
  let result = parse(lexer, of: source)
  guard result.diagnostics.isEmpty else { throw InputError(result.diagnostics) }
  return Layout(result.program, comments: lexer.comments).text
}

/// The lines of a formatted file.
private struct Layout {
  /// A line: a statement, a comment or both; empty if neither.
  private struct Line {
    var statement = ""
    var comment = ""
    /// Whether the comment stands in the column of the comments behind statements.
    var isAligned = false
  }

  private let source: SourceText
  private var lines: [Line] = []
  /// The line of the source that the last of the lines comes from.
  private var sourceLine = 0

  /// Lays out a program that was read without a mistake.
  init(_ program: Program, comments: [SourceRange]) {
    source = program.source
    var comments = comments[...]
    for statement in program.statements {
      while let comment = comments.first, comment.start < statement.range.start {
        add(comment: comment)
        comments.removeFirst()
      }
      add(statement)
    }
    for comment in comments { add(comment: comment) }
  }

  /// The lines, comments aligned.
  var text: String {
    lines.split(omittingEmptySubsequences: false) { $0.statement.isEmpty && $0.comment.isEmpty }
      .map(text(ofParagraph:))
      .joined(separator: "\n")
  }

  private func text(ofParagraph lines: ArraySlice<Line>) -> String {
    let width = lines.map { $0.isAligned ? $0.statement.utf8.count : 0 }.max() ?? 0
    let gap = 2
    return lines.map { line in
      let padding = line.isAligned ? width + gap - line.statement.utf8.count : 0
      return line.statement + String(repeating: " ", count: padding) + line.comment + "\n"
    }
    .joined()
  }

  private mutating func add(_ statement: Statement) {
    let line = source.position(of: statement.range.start).line
    addEmptyLine(before: line)
    let words = [statement.name.text] + statement.arguments.map(text(of:))
    lines.append(Line(statement: words.joined(separator: " ")))
  }

  /// Adds a comment behind the statement that it stands behind. An indented comment below such a
  /// comment goes on with it; any other stands at the start of a line.
  private mutating func add(comment range: SourceRange) {
    let comment = source.text(in: range).trimmingTrailingBlanks
    let position = source.position(of: range.start)
    if position.line == sourceLine, let last = lines.indices.last {
      lines[last].comment = comment
      lines[last].isAligned = true
    } else {
      addEmptyLine(before: position.line)
      let goesOn = position.column > 1 && lines.last?.isAligned == true
      lines.append(Line(comment: comment, isAligned: goesOn))
    }
  }

  /// Makes one empty line of those, if any, that the source has before `line`.
  private mutating func addEmptyLine(before line: Int) {
    if sourceLine > 0, line > sourceLine + 1 { lines.append(Line()) }
    sourceLine = line
  }

  private func text(of argument: Argument) -> String {
    (argument.name.map { "\($0.text)=" } ?? "") + text(of: argument.value)
  }

  private func text(of value: Value) -> String {
    guard case .call(let name, let values) = value.kind else { return source.text(in: value.range) }
    return "\(name)(\(values.map(text(of:)).joined(separator: ", ")))"
  }
}

extension String {
  /// The text without the spaces and tabs at its end.
  fileprivate var trimmingTrailingBlanks: String {
    let end = utf8.lastIndex { !$0.isSpace }.map { utf8.index(after: $0) } ?? startIndex
    return String(self[..<end])
  }
}
