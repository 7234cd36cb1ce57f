import Source

/// Builds a program from tokens by recursive descent: one function for each rule of the grammar.
struct Parser {
  /// How deep calls may stand in calls; it bounds the recursion.
  private static let callDepthLimit = 32

  /// The statement at hand cannot be read further; why has been reported.
  private struct Abandoned: Error {}

  private let source: SourceText
  private let tokens: [Token]
  private var position = 0
  private var openBlocks = 0
  /// Whether the statement at hand holds a mistake, which leaves it out of the program.
  private var statementFails = false
  /// What is wrong, in the order found.
  private(set) var mistakes: [Mistake] = []

  /// Starts at the first of the tokens, of which the last is `.end`.
  init(_ source: SourceText, _ tokens: [Token]) {
    self.source = source
    self.tokens = tokens
  }

  // grammar: program = [ statement ], { separator, [ statement ] }, [ COMMENT ] ;
  mutating func program() -> Program {
    var statements: [Statement] = []
    while token.kind != .end {
      if !separator(), !brace(), let statement = statementOrRecovery() {
        statements.append(statement)
      }
    }
    return Program(source: source, statements: statements)
  }

  // grammar: separator = ";" | [ COMMENT ], NEWLINE ;
  private mutating func separator() -> Bool {
    guard token.kind == .separator else { return false }
    position += 1
    return true
  }

  /// Reports a brace and goes on behind it, in a block as elsewhere; the brace that closes a
  /// reported block is not reported again.
  private mutating func brace() -> Bool {
    if token.kind == .leftBrace {
      report(.block, at: token.range)
      openBlocks += 1
    } else if token.kind == .rightBrace {
      if openBlocks == 0 { report(.unopenedBlock, at: token.range) }
      openBlocks = max(0, openBlocks - 1)
    } else {
      return false
    }
    position += 1
    return true
  }

  /// A statement; or nil, with the position at its end, if it holds a mistake.
  private mutating func statementOrRecovery() -> Statement? {
    statementFails = false
    do {
      let statement = try self.statement()
      // What stands before a block would mean nothing without it.
      return statementFails || token.kind == .leftBrace ? nil : statement
    } catch {
      while !endsStatement { position += 1 }
      return nil
    }
  }

  // grammar: statement = WORD, { value }, { named } ;
  private mutating func statement() throws(Abandoned) -> Statement {
    guard let name = word() else { throw abandon(.expectedStatement(found: text)) }
    try refusePunctuation(behind: name)
    var arguments: [Argument] = []
    var hasComma = false
    while !endsStatement {
      switch token.kind {
      case .comma:
        // One comma is likely to mean that there is one behind each argument.
        if !hasComma { report(.comma, at: token.range) }
        hasComma = true
        position += 1
      case .equals, .leftParenthesis, .rightParenthesis:
        throw abandon(.unexpected(text))
      case _ where next.kind == .equals:
        arguments.append(try named())
      default:
        let value = try self.value()
        if arguments.last?.name != nil {
          report(.positionalAfterNamed(source.text(in: value.range)), at: value.range)
        }
        arguments.append(Argument(name: nil, value: value, range: value.range))
      }
    }
    let end = arguments.last?.range.end ?? name.range.end
    return Statement(
      name: name, arguments: arguments, range: SourceRange(name.range.start, end))
  }

  /// Reports `=` or `(` between a statement's name and its arguments, which other languages have.
  private mutating func refusePunctuation(behind name: Name) throws(Abandoned) {
    if token.kind == .leftParenthesis {
      throw abandon(.callAfterStatement(name: name.text))
    }
    if token.kind == .equals {
      report(.equalsAfterStatement(name: name.text), at: token.range)
      position += 1
    }
  }

  // grammar: named = WORD, "=", value ;
  private mutating func named() throws(Abandoned) -> Argument {
    guard let name = word() else { throw abandon(.expectedName(found: text)) }
    position += 1
    let value = try self.value()
    return Argument(name: name, value: value, range: SourceRange(name.range.start, value.range.end))
  }

  // grammar: value = NUMBER | SHAPE | call | WORD ;
  private mutating func value(depth: Int = 0) throws(Abandoned) -> Value {
    let range = token.range
    switch token.kind {
    case .number(let number):
      position += 1
      return Value(kind: .number(number), range: range)
    case .shape(let sizes):
      position += 1
      return Value(kind: .shape(sizes), range: range)
    case .word, .malformed:
      if next.kind == .leftParenthesis { return try call(depth: depth) }
      let text = text
      _ = word()
      return Value(kind: .word(text), range: range)
    default:
      throw abandon(.expectedValue(found: found))
    }
  }

  // grammar: call = WORD, "(", value, { ",", value }, ")" ;
  private mutating func call(depth: Int) throws(Abandoned) -> Value {
    let name = Name(text: text, range: token.range)
    guard depth < Self.callDepthLimit else {
      throw abandon(.callsTooDeep(limit: Self.callDepthLimit))
    }
    _ = word()
    var values: [Value] = []
    repeat {
      position += 1
      values.append(try self.value(depth: depth + 1))
    } while token.kind == .comma
    guard token.kind == .rightParenthesis else {
      throw abandon(.unclosedCall(name: name.text, found: found))
    }
    let range = SourceRange(name.range.start, token.range.end)
    position += 1
    return Value(kind: .call(name.text, values), range: range)
  }

  /// The word at the position, which it steps over; nil if something else is there.
  private mutating func word() -> Name? {
    guard token.kind == .word || token.kind == .malformed else { return nil }
    if token.kind == .malformed { statementFails = true }
    let name = Name(text: text, range: token.range)
    position += 1
    return name
  }
}

extension Parser {
  private var token: Token { tokens[position] }

  /// The token behind the one at the position; at the end, the end.
  private var next: Token { tokens[min(position + 1, tokens.count - 1)] }

  /// The text of the token at the position.
  private var text: String { source.text(in: token.range) }

  /// What to call the token at the position; nil at the end of a statement.
  private var found: String? { endsStatement ? nil : text }

  private var endsStatement: Bool {
    switch token.kind {
    case .separator, .leftBrace, .rightBrace, .end: true
    default: false
    }
  }

  private mutating func report(_ error: SyntaxError, at range: SourceRange) {
    statementFails = true
    mistakes.append(Mistake(error: error, range: range))
  }
  /// Reports why a statement cannot be read further: at the token at the position or, if the
  /// statement ends there, behind the token before. Illegible text has been reported already.
  private mutating func abandon(_ error: SyntaxError) -> Abandoned {
    if token.kind == .illegible { return Abandoned() }
    let end = position == 0 ? 0 : tokens[position - 1].range.end
    report(error, at: endsStatement ? SourceRange(end, end) : token.range)
    return Abandoned()
  }
}
