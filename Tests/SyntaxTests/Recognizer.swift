import Testing

/// Tells by trying everything whether a text follows a grammar: slow, and nothing like the parser.
struct Recognizer {
  let grammar: Grammar
  let text: [Character]

  func accepts(from start: String) throws -> Bool {
    try ends(of: .rule(start), from: 0, isInToken: false).contains { skipSpaces($0) == text.count }
  }

  private func skipSpaces(_ position: Int) -> Int {
    text[position...].firstIndex { $0 != " " && $0 != "\t" } ?? text.count
  }

  /// Every position behind a match of the expression.
  private func ends(
    of expression: Grammar.Expression, from start: Int, isInToken: Bool
  ) throws -> Set<Int> {
    switch expression {
    case .terminal(let terminal):
      let start = isInToken ? start : skipSpaces(start)
      return text[start...].starts(with: terminal) ? [start + terminal.count] : []
    case .special(let name):
      guard start < text.count else { return [] }
      return try isMember(text[start], of: name) ? [start + 1] : []
    case .sequence(let parts):
      return try parts.reduce([start]) { starts, part in
        try union(starts) { try ends(of: part, from: $0, isInToken: isInToken) }
      }
    case .choice(let parts):
      return try union(parts) { try ends(of: $0, from: start, isInToken: isInToken) }
    case .optional(let part):
      return try ends(of: part, from: start, isInToken: isInToken).union([start])
    case .repetition(let part):
      var all: Set = [start]
      var last = all
      while !last.isEmpty {
        last = try union(last) { try ends(of: part, from: $0, isInToken: isInToken) }
          .subtracting(all)
        all.formUnion(last)
      }
      return all
    case .rule(let name):
      let rule = try #require(grammar.rules[name])
      guard Grammar.isToken(name), !isInToken else {
        return try ends(of: rule, from: start, isInToken: isInToken)
      }
      return try ends(of: rule, from: skipSpaces(start), isInToken: true)
        .filter { isTokenEnd($0, of: name) }
    }
  }

  private func union<S: Sequence>(
    _ items: S, _ sets: (S.Element) throws -> Set<Int>
  ) rethrows -> Set<Int> {
    try items.reduce(into: []) { $0.formUnion(try sets($1)) }
  }

  /// Tokens are as long as they can be.
  private func isTokenEnd(_ end: Int, of name: String) -> Bool {
    guard end < text.count else { return true }
    switch name {
    case "NEWLINE": return true
    case "COMMENT": return text[end].isNewline
    default: return !(text[end].isLetter || text[end].isNumber || "_.+-".contains(text[end]))
    }
  }

  private func isMember(_ character: Character, of special: String) throws -> Bool {
    switch special {
    case "a letter from A to Z or from a to z": character.isLetter
    case "a space or a tab": character == " " || character == "\t"
    case "a line feed, a carriage return, or a carriage return and a line feed":
      character.isNewline
    case "any character but a line feed or a carriage return": !character.isNewline
    default: try #require(nil as Bool?, "no characters for '\(special)'")
    }
  }
}
