/// A right-hand side of a rule in EBNF (ISO/IEC 14977), as far as the grammars here use it.
indirect enum EBNFExpression {
  case literal(String)
  case special(String)
  case rule(String)
  case sequence([EBNFExpression])
  case choice([EBNFExpression])
  case optional(EBNFExpression)
  case repetition(EBNFExpression)
}

/// A grammar in EBNF.
struct EBNFGrammar {
  /// A rule that is not written as one.
  struct Malformed: Error {
    var message: String
  }

  /// The rules by name.
  private(set) var rules: [String: EBNFExpression] = [:]

  private var tokens: [Substring]
  private var position = 0

  /// Reads the text of a grammar.
  init(_ text: String) throws {
    tokens = text.replacing(/\(\*(?s:.*?)\*\)/, with: " ")
      .matches(of: /"[^"]*"|\?[^?]*\?|[A-Za-z]+|[^\sA-Za-z]/).map(\.output)
    while let name = next() {
      try expect("=")
      guard rules.updateValue(try choice(), forKey: String(name)) == nil else {
        throw Malformed(message: "'\(name)' has two rules")
      }
      try expect(";")
    }
  }

  private var current: Substring? { position < tokens.count ? tokens[position] : nil }

  private mutating func next() -> Substring? {
    defer { position += 1 }
    return current
  }

  private mutating func skip(_ token: String) -> Bool {
    guard let current, current == token else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ token: String) throws {
    guard skip(token) else {
      throw Malformed(message: "expected \(token), found \(current ?? "the end")")
    }
  }

  private mutating func choice() throws -> EBNFExpression {
    var branches = [try sequence()]
    while skip("|") { branches.append(try sequence()) }
    return branches.count == 1 ? branches[0] : .choice(branches)
  }

  private mutating func sequence() throws -> EBNFExpression {
    var parts = [try factor()]
    while skip(",") { parts.append(try factor()) }
    return parts.count == 1 ? parts[0] : .sequence(parts)
  }

  private mutating func factor() throws -> EBNFExpression {
    guard let token = next(), let first = token.first else {
      throw Malformed(message: "the grammar ends within a rule")
    }
    switch first {
    case "\"": return .literal(String(token.dropFirst().dropLast()))
    case "?": return .special(token.dropFirst().dropLast().trimmed)
    case "(": return try group(closing: ")")
    case "[": return .optional(try group(closing: "]"))
    case "{": return .repetition(try group(closing: "}"))
    case _ where first.isLetter: return .rule(String(token))
    default: throw Malformed(message: "unexpected \(token)")
    }
  }

  private mutating func group(closing: String) throws -> EBNFExpression {
    let expression = try choice()
    try expect(closing)
    return expression
  }
}

/// Derives random sentences from a grammar whose rules in capitals are tokens.
struct SentenceGenerator {
  let grammar: EBNFGrammar
  /// Examples of what the special sequences stand for, by their text.
  let examples: [String: [String]]
  private(set) var generator: SplitMix64
  private var sentence = ""

  init(_ grammar: EBNFGrammar, examples: [String: [String]], seed: UInt64) {
    self.grammar = grammar
    self.examples = examples
    generator = SplitMix64(seed: seed)
  }

  /// A sentence of this rule.
  mutating func sentence(of rule: String) throws -> String {
    sentence = ""
    try derive(.rule(rule))
    return sentence
  }

  private mutating func derive(_ expression: EBNFExpression) throws {
    switch expression {
    case .literal(let text): append(text)
    case .special: append(try token(expression))
    case .rule(let name) where name == name.uppercased(): append(try token(expression))
    case .rule(let name): try derive(try body(of: name))
    case .sequence(let parts): for part in parts { try derive(part) }
    case .choice(let branches): try derive(pick(branches))
    case .optional(let part): if Bool.random(using: &generator) { try derive(part) }
    case .repetition(let part): for _ in 0..<upTo(4) { try derive(part) }
    }
  }

  /// The characters of a token, with nothing between them.
  private mutating func token(_ expression: EBNFExpression) throws -> String {
    switch expression {
    case .literal(let text): return text
    case .special(let text):
      guard let choices = examples[text] else {
        throw EBNFGrammar.Malformed(message: "there are no examples of ? \(text) ?")
      }
      return pick(choices)
    case .rule(let name): return try token(try body(of: name))
    case .sequence(let parts):
      var text = ""
      for part in parts { text += try token(part) }
      return text
    case .choice(let branches): return try token(pick(branches))
    case .optional(let part): return Bool.random(using: &generator) ? try token(part) : ""
    case .repetition(let part):
      var text = ""
      for _ in 0..<upTo(4) { text += try token(part) }
      return text
    }
  }

  private func body(of name: String) throws -> EBNFExpression {
    guard let body = grammar.rules[name] else {
      throw EBNFGrammar.Malformed(message: "there is no rule for '\(name)'")
    }
    return body
  }

  /// Appends a token, behind blanks where two words would run together and at random elsewhere.
  private mutating func append(_ token: String) {
    func isWordCharacter(_ character: Character?) -> Bool {
      character.map { $0.isLetter || $0.isNumber || "_.-".contains($0) } ?? false
    }
    let isSplit = isWordCharacter(sentence.last) && isWordCharacter(token.first)
    for _ in 0..<(upTo(2) + (isSplit ? 1 : 0)) { sentence += pick([" ", "\t", "\r"]) }
    sentence += token
  }

  private mutating func upTo(_ count: Int) -> Int { Int.random(in: 0...count, using: &generator) }
  private mutating func pick<T>(_ items: [T]) -> T { items[upTo(items.count - 1)] }
}

extension Substring {
  fileprivate var trimmed: String {
    String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }
}
