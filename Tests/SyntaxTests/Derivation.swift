import Testing

/// Derives random sentences of a grammar.
struct Derivation {
  let grammar: Grammar
  var random: RandomSequence
  private var pieces: [String] = []
  private var isInToken = false
  private var depth = 0

  init(_ grammar: Grammar, seed: UInt64) {
    self.grammar = grammar
    random = RandomSequence(seed: seed)
  }

  /// A sentence of the rule `start`, with spaces where they may or have to stand.
  mutating func sentence(of start: String) throws -> String {
    pieces = []
    try derive(.rule(start))
    var text = ""
    for piece in pieces {
      let isNeeded = [text.last, piece.first].allSatisfy { $0.map(isTextual) ?? false }
      text += isNeeded ? random.pick([" ", " ", "\t"]) : ""
      text += random.pick(["", "", "", " ", "\t "])
      text += piece
    }
    return text
  }

  private func isTextual(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || "_.+-".contains(character)
  }

  private mutating func append(_ text: String) {
    if isInToken { pieces[pieces.count - 1] += text } else { pieces.append(text) }
  }

  private mutating func derive(_ expression: Grammar.Expression) throws {
    switch expression {
    case .terminal(let text): append(text)
    case .special(let name): append(try character(name))
    case .sequence(let parts): for part in parts { try derive(part) }
    case .choice(let parts): try derive(random.pick(parts))
    case .optional(let part): if Bool.random(using: &random) { try derive(part) }
    case .repetition(let part):
      // Few digits keep exponents and sizes in range; many levels of calls would never end.
      let most = isInToken ? 1 : depth > 5 ? 0 : 4
      for _ in 0..<Int.random(in: 0...most, using: &random) { try derive(part) }
    case .rule(let name):
      let rule = try #require(grammar.rules[name])
      let isOutermost = Grammar.isToken(name) && !isInToken
      if isOutermost { pieces.append("") }
      isInToken = isInToken || isOutermost
      depth += 1
      try derive(rule)
      depth -= 1
      if isOutermost { isInToken = false }
    }
  }

  private mutating func character(_ special: String) throws -> String {
    switch special {
    case "a letter from A to Z or from a to z": random.pick(["a", "e", "x", "z", "A", "E", "Z"])
    case "a space or a tab": random.pick([" ", "\t"])
    case "a line feed, a carriage return, or a carriage return and a line feed":
      random.pick(["\n", "\r", "\r\n"])
    case "any character but a line feed or a carriage return":
      random.pick(["a", "#", ";", "{", "é", "→", "网", "\t", "\u{7}", "\u{1F600}"])
    default: try #require(nil as String?, "no characters for '\(special)'")
    }
  }
}
