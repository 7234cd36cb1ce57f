import Source

/// Builds a program from tokens by recursive descent: one function for each rule of the grammar.
struct Parser {
  /// How deep blocks may stand in blocks, and values in values; it bounds the recursion.
  private static let depthLimit = 32

  /// The statement at hand cannot be read further; why has been reported.
  private struct Abandoned: Error {}

  private let source: SourceText
  private let tokens: [Token]
  private var position = 0
  /// Whether the statement at hand holds a mistake, which leaves it out of the program.
  private var statementFails = false
  /// What is wrong, in the order found.
  private(set) var mistakes: [Mistake] = []

  /// Starts at the first of the tokens, of which the last is `.end`.
  init(_ source: SourceText, _ tokens: [Token]) {
    self.source = source
    self.tokens = tokens
  }

  // grammar: program = statements, [ COMMENT ] ;
  mutating func program() -> Program {
    Program(source: source, statements: statements(depth: 0))
  }

  // grammar: statements = [ statement ], { separator, [ statement ] } ;
  private mutating func statements(depth: Int) -> [Statement] {
    var statements: [Statement] = []
    while token.kind != .end, depth == 0 || token.kind != .rightBrace {
      if separator() { continue }
      switch token.kind {
      case .rightBrace:
        report(.unopenedBlock, at: token.range)
        position += 1
      case .leftBrace:
        report(.blockWithoutStatement, at: token.range)
        _ = block(depth: depth + 1)
      default:
        if let statement = statementOrRecovery(depth: depth) { statements.append(statement) }
      }
    }
    return statements
  }

  // grammar: separator = ";" | [ COMMENT ], NEWLINE ;
  private mutating func separator() -> Bool {
    guard token.kind == .separator else { return false }
    position += 1
    return true
  }

  /// A statement; or nil, with the position at its end, if it holds a mistake.
  private mutating func statementOrRecovery(depth: Int) -> Statement? {
    statementFails = false
    var statement: Statement?
    do {
      statement = try self.statement()
    } catch {
      statementFails = true
      while !endsStatement { position += 1 }
    }
    let fails = statementFails
    if token.kind == .leftBrace {
      statement?.block = block(depth: depth + 1)
      if !endsStatement || token.kind == .leftBrace {
        report(.unseparated(text), at: token.range)
        while !endsStatement { position += 1 }
      }
    }
    return fails ? nil : statement
  }

  // grammar: statement = WORD, { value }, { named }, [ block ] ;
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
      case .equals, .leftParenthesis, .rightParenthesis, .rightBracket:
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

  // grammar: block = "{", statements, "}" ;
  private mutating func block(depth: Int) -> StatementBlock {
    let start = token.range
    guard depth <= Self.depthLimit else {
      report(.blocksTooDeep(limit: Self.depthLimit), at: start)
      skipBlock()
      return StatementBlock(statements: [], range: start)
    }
    position += 1
    let statements = self.statements(depth: depth)
    guard token.kind == .rightBrace else {
      report(.unclosedBlock, at: start)
      return StatementBlock(statements: statements, range: start)
    }
    position += 1
    return StatementBlock(
      statements: statements, range: SourceRange(start.start, tokens[position - 1].range.end))
  }

  /// Steps over a block and the blocks inside it.
  private mutating func skipBlock() {
    var open = 0
    repeat {
      if token.kind == .leftBrace { open += 1 }
      if token.kind == .rightBrace { open -= 1 }
      position += 1
    } while open > 0 && token.kind != .end
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

  // grammar: value = NUMBER | SHAPE | list | call | WORD ;
  private mutating func value(depth: Int = 0) throws(Abandoned) -> Value {
    let range = token.range
    switch token.kind {
    case .number(let number):
      position += 1
      return Value(kind: .number(number), range: range)
    case .shape(let sizes):
      position += 1
      return Value(kind: .shape(sizes), range: range)
    case .leftBracket:
      return try list(depth: depth)
    case .word, .malformed:
      if next.kind == .leftParenthesis { return try call(depth: depth) }
      let text = text
      _ = word()
      return Value(kind: .word(text), range: range)
    default:
      throw abandon(.expectedValue(found: found))
    }
  }

  // grammar: list = "[", values, "]" ;
  private mutating func list(depth: Int) throws(Abandoned) -> Value {
    let start = token.range.start
    let values = try self.values(depth: depth)
    guard token.kind == .rightBracket else { throw abandon(.unclosedList(found: found)) }
    position += 1
    return Value(kind: .list(values), range: SourceRange(start, tokens[position - 1].range.end))
  }

  // grammar: call = WORD, "(", values, ")" ;
  private mutating func call(depth: Int) throws(Abandoned) -> Value {
    let name = Name(text: text, range: token.range)
    _ = word()
    let values = try self.values(depth: depth)
    guard token.kind == .rightParenthesis else {
      throw abandon(.unclosedCall(name: name.text, found: found))
    }
    let range = SourceRange(name.range.start, token.range.end)
    position += 1
    return Value(kind: .call(name.text, values), range: range)
  }

  /// The values behind the parenthesis or the bracket at the position.
  // grammar: values = value, { ",", value } ;
  private mutating func values(depth: Int) throws(Abandoned) -> [Value] {
    guard depth < Self.depthLimit else {
      throw abandon(.valuesTooDeep(limit: Self.depthLimit))
    }
    var values: [Value] = []
    repeat {
      position += 1
      values.append(try self.value(depth: depth + 1))
    } while token.kind == .comma
    return values
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
