public import Source

/// The text of a `.nn` file in the usual layout: one statement a line, one space between arguments,
/// none around `=` but that of `let`, the statements of a block indented, comments behind statements aligned in each paragraph, at most one empty line
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
  private var comments: ArraySlice<SourceRange>
  private var lines: [Line] = []
  /// How many blocks the next line stands in.
  private var depth = 0
  /// The line of the source that the last of the lines comes from.
  private var sourceLine = 0

  /// Lays out a program that was read without a mistake.
  init(_ program: Program, comments: [SourceRange]) {
    source = program.source
    self.comments = comments[...]
    for statement in program.statements { add(statement) }
    addComments(before: .max)
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
    let isDefinition = statement.name.text == "let"
    let words =
      [statement.name.text]
      + statement.arguments.map { text(of: $0, equals: isDefinition ? " = " : "=") }
    let head = words.joined(separator: " ")
    guard let block = statement.block else { return add(head, at: statement.range.start) }
    add(head + " {", at: statement.range.start)
    sourceLine = source.position(of: block.range.start).line
    depth += 1
    for statement in block.statements { add(statement) }
    addComments(before: block.range.end)
    depth -= 1
    // An empty line above the brace that closes a block would separate nothing.
    sourceLine = .max
    add("}", at: block.range.end - 1)
  }

  /// Adds what stands at an offset of the source on a line of its own, behind the comments before.
  private mutating func add(_ text: String, at offset: Int) {
    addComments(before: offset)
    addEmptyLine(before: source.position(of: offset).line)
    lines.append(Line(statement: indentation + text))
  }

  private mutating func addComments(before offset: Int) {
    while let comment = comments.first, comment.start < offset {
      add(comment: comment)
      comments.removeFirst()
    }
  }

  private var indentation: String { String(repeating: "  ", count: depth) }

  /// Adds a comment behind the statement that it stands behind. An indented comment below such a
  /// comment goes on with it; any other stands at the start of a line, as far in as the statements there.
  private mutating func add(comment range: SourceRange) {
    let comment = source.text(in: range).trimmingTrailingBlanks
    let position = source.position(of: range.start)
    if position.line == sourceLine, let last = lines.indices.last {
      lines[last].comment = comment
      lines[last].isAligned = true
    } else {
      addEmptyLine(before: position.line)
      let goesOn = position.column > 2 * depth + 1 && lines.last?.isAligned == true
      lines.append(
        Line(comment: goesOn ? comment : indentation + comment, isAligned: goesOn))
    }
  }

  /// Makes one empty line of those, if any, that the source has before `line`.
  private mutating func addEmptyLine(before line: Int) {
    if sourceLine > 0, sourceLine < .max, line > sourceLine + 1 { lines.append(Line()) }
    sourceLine = line
  }

  private func text(of argument: Argument, equals: String) -> String {
    (argument.name.map { $0.text + equals } ?? "") + text(of: argument.value)
  }

  private func text(of value: Value) -> String {
    switch value.kind {
    case .call(let name, let values): "\(name)(\(text(of: values)))"
    case .list(let values): "[\(text(of: values))]"
    case .number, .word, .shape: source.text(in: value.range)
    }
  }

  private func text(of values: [Value]) -> String {
    values.map { text(of: $0) }.joined(separator: ", ")
  }
}

extension String {
  /// The text without the spaces and tabs at its end.
  fileprivate var trimmingTrailingBlanks: String {
    let end = utf8.lastIndex { !$0.isSpace }.map { utf8.index(after: $0) } ?? startIndex
    return String(self[..<end])
  }
}
