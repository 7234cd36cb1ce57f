import Source

/// Parses a graph's text line by line. A line with a mistake gives one diagnostic, and reading goes
/// on with the next line. The rule of `Grammar/ir.ebnf` stands above the function that parses it.
struct GraphParser {
  /// Reading stops at this many mistakes: such a text is not a graph.
  static let limit = 100

  let source: SourceText
  private var lexer: GraphLexer
  private(set) var token: Token
  /// The offset behind the last token taken.
  private(set) var lastEnd = 0
  /// The mistakes in the order of the text.
  private(set) var diagnostics: [Diagnostic] = []
  /// The values that the line being parsed has defined so far.
  var defined: [Lexeme] = []

  /// Whether the text has so many mistakes that the rest was not read.
  var gaveUp: Bool { diagnostics.count >= Self.limit }

  /// Starts at the beginning of a text.
  init(_ source: SourceText) {
    self.source = source
    lexer = GraphLexer(source)
    token = lexer.next()
  }

  // grammar: graph = [ NEWLINE ], header, NEWLINE, { statement, NEWLINE }, "}", [ NEWLINE ],
  //   [ COMMENT ] ;
  mutating func parse() -> GraphSyntax {
    var graph = GraphSyntax()
    if token.kind == .newline { advance() }
    guard token.kind != .end else {
      report(
        SyntaxError(
          code: "E0602", "there is no graph in the text", in: source, at: token.range,
          label: "expected 'graph'", help: ["a graph's text starts with 'graph NAME seed=1 {'"]))
      return graph
    }
    do {
      graph.header = try header()
      try endLine()
    } catch {
      recover(from: error)
    }
    while token.kind != .mark(.closeBrace), token.kind != .end {
      graph.statements.append(statementLine())
      guard !gaveUp else { return graph }
    }
    finish()
    return graph
  }

  /// Parses the closing brace, which nothing may follow.
  private mutating func finish() {
    guard token.kind == .mark(.closeBrace) else {
      report(
        SyntaxError(
          code: "E0606", "the graph is not closed", in: source, at: token.range,
          label: "expected '}'", help: ["the text may have been cut off"]))
      return
    }
    advance()
    if token.kind == .newline { advance() }
    guard token.kind != .end else { return }
    report(
      SyntaxError(
        code: "E0607", "there is text behind the end of the graph", in: source, at: token.range,
        label: "the graph has ended before", help: ["a text holds one graph"]))
  }

  private mutating func statementLine() -> GraphSyntax.Statement {
    defined = []
    do {
      let statement = try statement()
      try endLine()
      return statement
    } catch {
      recover(from: error)
      return .broken(defined)
    }
  }

  /// Ends a line; that a text ends with a line is reported once, by `finish`.
  private mutating func endLine() throws(SyntaxError) {
    guard token.kind != .end else { return }
    try expect(.newline, "the end of the line")
  }

  private mutating func report(_ error: SyntaxError) {
    diagnostics.append(error.diagnostic)
  }

  private mutating func recover(from error: SyntaxError) {
    report(error)
    while token.kind != .newline, token.kind != .end { advance() }
    if token.kind == .newline { advance() }
  }

  private mutating func advance() {
    lastEnd = token.range.end
    token = lexer.next()
  }
}

// The pieces that all rules are made of.
extension GraphParser {
  /// Takes a token of this kind.
  @discardableResult
  mutating func expect(_ kind: Token.Kind, _ expected: String) throws(SyntaxError) -> Lexeme {
    guard token.kind == kind else { throw source.unexpected(token, expected: expected) }
    return take()
  }

  /// Takes this mark.
  mutating func expect(_ mark: Token.Mark) throws(SyntaxError) {
    guard skip(mark) else {
      throw source.unexpected(token, expected: "'\(mark.rawValue)'")
    }
  }

  /// Takes this mark where it is the next token.
  mutating func skip(_ mark: Token.Mark) -> Bool {
    guard token.kind == .mark(mark) else { return false }
    advance()
    return true
  }

  /// Takes the next token, whatever it is.
  mutating func take() -> Lexeme {
    let lexeme = Lexeme(text: source.text(in: token.range), range: token.range)
    advance()
    return lexeme
  }

  /// Takes this word.
  mutating func expect(_ word: String) throws(SyntaxError) {
    guard token.kind == .name, source.text(in: token.range) == word else {
      throw source.unexpected(token, expected: "'\(word)'")
    }
    advance()
  }

  /// Takes one of these words; `what` they are goes into the message.
  mutating func expect(_ what: String, among words: [String]) throws(SyntaxError) -> Lexeme {
    let list = words.joined(separator: ", ")
    guard token.kind == .name else {
      throw source.unexpected(token, expected: "one of \(list)")
    }
    let spelling = source.text(in: token.range)
    guard words.contains(spelling) else {
      throw SyntaxError(
        code: "E0608", "unknown \(what) \(quoted(spelling))", in: source, at: token.range,
        label: "not one of \(list)", help: suggestion(for: spelling, among: words))
    }
    return take()
  }
}

/// The help line that names the nearest known word, if one is near.
func suggestion(for word: String, among words: [String]) -> [String] {
  nearestName(to: word, among: words).map { ["did you mean '\($0)'?"] } ?? []
}
