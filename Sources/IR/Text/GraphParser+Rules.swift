import Kernels
import Source

extension GraphParser {
  // grammar: header = "graph", NAME, "seed", "=", INTEGER, "{" ;
  mutating func header() throws(SyntaxError) -> GraphSyntax.Header {
    try expect("graph")
    let name = try expect(.name, "the graph's name")
    try expect("seed")
    try expect(.equals)
    let seed = try expect(.integer, "a whole number")
    try expect(.openBrace)
    return GraphSyntax.Header(name: name, seed: seed)
  }

  // grammar: statement = input | state | node | update | output ;
  mutating func statement() throws(SyntaxError) -> GraphSyntax.Statement {
    if token.kind == .numbered || token.kind == .named { return .node(try node()) }
    let keyword = try expect("statement", among: ["input", "state", "update", "output"])
    switch keyword.text {
    case "input": return try input()
    case "state": return .state(try state())
    case "update": return try update()
    default: return try output()
    }
  }

  // grammar: input = "input", NAMED, ":", type ;
  private mutating func input() throws(SyntaxError) -> GraphSyntax.Statement {
    let name = try definedName()
    try expect(.colon)
    return .input(name: name, type: try type())
  }

  // grammar: state = "state", NAMED, ":", type, role, initializer, { penalty }, [ origin ] ;
  private mutating func state() throws(SyntaxError) -> GraphSyntax.State {
    let name = try definedName()
    try expect(.colon)
    let type = try type()
    let role = try role()
    let (initializer, arguments) = try initializer()
    var penalties: [GraphSyntax.Penalty] = []
    while token.kind == .name { penalties.append(try penalty()) }
    return GraphSyntax.State(
      name: name, type: type, role: role, initializer: initializer, arguments: arguments,
      penalties: penalties, origin: try origin())
  }

  // grammar: role = "parameter" | "optimizer" | "statistic" ;
  private mutating func role() throws(SyntaxError) -> Lexeme {
    try expect("role", among: State.Role.allCases.map(\.rawValue))
  }

  // grammar: initializer = ( "constant" | "orthogonal" ), "(", number, ")"
  //   | ( "uniform" | "normal" | "truncated_normal" ), "(", number, ",", number, ")" ;
  private mutating func initializer() throws(SyntaxError) -> (Lexeme, [Lexeme]) {
    let ofOne = ["constant", "orthogonal"]
    let name = try expect("initializer", among: ofOne + ["uniform", "normal", "truncated_normal"])
    try expect(.openParenthesis)
    var arguments = [try number()]
    if !ofOne.contains(name.text) {
      try expect(.comma)
      arguments.append(try number())
    }
    try expect(.closeParenthesis)
    return (name, arguments)
  }

  // grammar: penalty = ( "l1" | "l2" ), "=", number ;
  private mutating func penalty() throws(SyntaxError) -> GraphSyntax.Penalty {
    let name = try expect("penalty", among: ["l1", "l2"])
    try expect(.equals)
    return GraphSyntax.Penalty(name: name, factor: try number())
  }

  // grammar: node = result, { ",", result }, "=", NAME, "(", [ operands ], ")", [ attributes ],
  //   [ "recomputed" ], [ origin ] ;
  private mutating func node() throws(SyntaxError) -> GraphSyntax.Node {
    var results: [GraphSyntax.Result] = []
    repeat { results.append(try result()) } while skip(.comma)
    try expect(.equals)
    let op = try expect(.name, "an operator")
    try expect(.openParenthesis)
    let operands = token.kind == .mark(.closeParenthesis) ? [] : try operands()
    try expect(.closeParenthesis)
    let attributes = token.kind == .mark(.openBrace) ? try attributes() : []
    let isRecomputed = token.kind == .name
    if isRecomputed { try expect("recomputed") }
    return GraphSyntax.Node(
      results: results, op: op, operands: operands, attributes: attributes,
      isRecomputed: isRecomputed, origin: try origin())
  }

  // grammar: result = NUMBERED, ":", type ;
  private mutating func result() throws(SyntaxError) -> GraphSyntax.Result {
    if token.kind == .named {
      var error = source.unexpected(token, expected: "a numbered value")
      error.diagnostic.help = ["the results of nodes are numbered, like %12"]
      throw error
    }
    let value = try expect(.numbered, "a numbered value")
    defined.append(value)
    try expect(.colon)
    return GraphSyntax.Result(value: value, type: try type())
  }

  // grammar: operands = value, { ",", value } ;
  private mutating func operands() throws(SyntaxError) -> [Lexeme] {
    var operands: [Lexeme] = []
    repeat { operands.append(try value()) } while skip(.comma)
    return operands
  }

  // grammar: attributes = "{", attribute, { ",", attribute }, "}" ;
  private mutating func attributes() throws(SyntaxError) -> [GraphSyntax.Attribute] {
    try expect(.openBrace)
    var attributes: [GraphSyntax.Attribute] = []
    repeat { attributes.append(try attribute()) } while skip(.comma)
    try expect(.closeBrace)
    return attributes
  }

  // grammar: attribute = NAME, "=", constant ;
  private mutating func attribute() throws(SyntaxError) -> GraphSyntax.Attribute {
    let name = try expect(.name, "an attribute's name")
    try expect(.equals)
    let start = token.range.start
    let value = try constant()
    return GraphSyntax.Attribute(
      name: name, value: value, valueRange: SourceRange(start, lastEnd))
  }

  // grammar: constant = INTEGER | REAL | NAME | list ;
  private mutating func constant() throws(SyntaxError) -> GraphSyntax.Constant {
    switch token.kind {
    case .integer: .integer(take())
    case .real: .real(take())
    case .name: .word(take())
    case .mark(.openBracket): .list(try list())
    default: throw source.unexpected(token, expected: "an attribute's value")
    }
  }

  // grammar: list = "[", [ number, { ",", number } ], "]" ;
  private mutating func list() throws(SyntaxError) -> [GraphSyntax.Number] {
    try expect(.openBracket)
    if skip(.closeBracket) { return [] }
    var numbers: [GraphSyntax.Number] = []
    repeat {
      let isWhole = token.kind == .integer
      numbers.append(GraphSyntax.Number(lexeme: try number(), isWhole: isWhole))
    } while skip(.comma)
    try expect(.closeBracket)
    return numbers
  }

  // grammar: integers = "[", [ INTEGER, { ",", INTEGER } ], "]" ;
  private mutating func integers() throws(SyntaxError) -> [Lexeme] {
    try expect(.openBracket)
    if skip(.closeBracket) { return [] }
    var integers: [Lexeme] = []
    repeat { integers.append(try expect(.integer, "a whole number")) } while skip(.comma)
    try expect(.closeBracket)
    return integers
  }

  // grammar: update = "update", value, "<-", value ;
  private mutating func update() throws(SyntaxError) -> GraphSyntax.Statement {
    let state = try value()
    try expect(.arrow, "'<-'")
    return .update(state: state, value: try value())
  }

  // grammar: output = "output", NAME, "=", value ;
  private mutating func output() throws(SyntaxError) -> GraphSyntax.Statement {
    let name = try expect(.name, "the output's name")
    try expect(.equals)
    return .output(name: name, value: try value())
  }

  // grammar: type = element, integers ;
  private mutating func type() throws(SyntaxError) -> GraphSyntax.TensorType {
    let element = try element()
    let extents = try integers()
    return GraphSyntax.TensorType(
      element: element, extents: extents, range: SourceRange(element.range.start, lastEnd))
  }

  // grammar: element = "f32" | "f64" | "i32" ;
  private mutating func element() throws(SyntaxError) -> Lexeme {
    try expect("element type", among: ElementType.allCases.map(\.rawValue))
  }

  // grammar: value = NAMED | NUMBERED ;
  private mutating func value() throws(SyntaxError) -> Lexeme {
    guard token.kind == .named || token.kind == .numbered else {
      throw source.unexpected(token, expected: "a value")
    }
    return take()
  }

  // grammar: number = INTEGER | REAL ;
  private mutating func number() throws(SyntaxError) -> Lexeme {
    guard token.kind == .integer || token.kind == .real else {
      var error = source.unexpected(token, expected: "a number")
      let spelling = source.text(in: token.range)
      if ["nan", "inf", "-inf"].contains(spelling) {
        error.diagnostic.help = ["numbers must be finite"]
      }
      throw error
    }
    return take()
  }

  // grammar: origin = "@", NAME, ":", INTEGER ;
  private mutating func origin() throws(SyntaxError) -> GraphSyntax.Origin? {
    guard skip(.at) else { return nil }
    let layer = try expect(.name, "a layer's name")
    try expect(.colon)
    return GraphSyntax.Origin(layer: layer, line: try expect(.integer, "a line's number"))
  }

  /// Takes the name that an input or a state gets.
  private mutating func definedName() throws(SyntaxError) -> Lexeme {
    if token.kind == .numbered {
      var error = source.unexpected(token, expected: "a name")
      error.diagnostic.help = ["numbers are for the results of nodes; a name starts with a letter"]
      throw error
    }
    let name = try expect(.named, "a name")
    defined.append(name)
    return name
  }
}
