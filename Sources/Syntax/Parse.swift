public import Source

/// What reading a file gave: the statements without mistakes, and the mistakes in the others.
public struct ParseResult: Sendable {
  /// The statements that could be read.
  public var program: Program
  /// Every mistake, in the order of the text; empty if the whole file could be read.
  public var diagnostics: [Diagnostic]

  /// Makes a result.
  public init(program: Program, diagnostics: [Diagnostic]) {
    self.program = program
    self.diagnostics = diagnostics
  }
}

/// Reads a `.nn` file. Its grammar is `Grammar/nn.ebnf`.
///
/// Reading goes on behind a mistake at the next statement, so that one run shows all of them. It
/// takes time in proportion to the file's length.
public func parse(_ source: SourceText) -> ParseResult {
  parse(Lexer(source), of: source)
}

/// Reads the tokens of a file.
func parse(_ lexer: Lexer, of source: SourceText) -> ParseResult {
  var parser = Parser(source, lexer.tokens)
  let program = parser.program()
  let mistakes = (lexer.mistakes + parser.mistakes).enumerated().sorted {
    ($0.element.range.start, $0.offset) < ($1.element.range.start, $1.offset)
  }
  return ParseResult(
    program: program,
    diagnostics: mistakes.map { $0.element.error.diagnostic(at: $0.element.range, in: source) })
}
