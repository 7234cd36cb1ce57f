import Foundation

/// A grammar in the part of EBNF (ISO/IEC 14977) that `Grammar/nn.ebnf` uses.
struct Grammar {
  indirect enum Expression {
    case terminal(String)
    case rule(String)
    case special(String)
    case sequence([Expression])
    case choice([Expression])
    case optional(Expression)
    case repetition(Expression)
  }

  /// The rules by name.
  private(set) var rules: [String: Expression] = [:]
  /// The names in the order of the file.
  private(set) var names: [String] = []

  /// The folder of the package.
  static let packageFolder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The text of the grammar file, without comments and with single spaces.
  static func normText() throws -> String {
    let file = packageFolder.appending(path: "Grammar/nn.ebnf")
    let text = try String(contentsOf: file, encoding: .utf8)
    return oneLine(text.replacing(#/\(\*(?s:.)*?\*\)/#, with: " "))
  }

  static func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// Whether a rule is a token, between whose characters nothing may stand.
  static func isToken(_ name: String) -> Bool { name == name.uppercased() }

  init(_ text: String) throws {
    let pattern = #/"[^"]*"|\?[^?]*\?|[A-Za-z]+|[=|,;\[\]{}()]/#
    var reader = Reader(symbols: text.matches(of: pattern).map { String($0.output) })
    while let name = reader.take() {
      try reader.expect("=")
      rules[name] = try reader.choice()
      names.append(name)
      try reader.expect(";")
    }
  }

  private struct Malformed: Error { var symbol: String? }

  /// Reads symbols from first to last.
  private struct Reader {
    var symbols: [String]
    var position = 0

    var symbol: String? { position < symbols.count ? symbols[position] : nil }

    mutating func take() -> String? {
      defer { position += 1 }
      return symbol
    }

    mutating func expect(_ expected: String) throws {
      guard symbol == expected else { throw Malformed(symbol: symbol) }
      position += 1
    }

    mutating func choice() throws -> Expression {
      let parts = try list("|") { reader in
        let parts = try reader.list(",") { try $0.term() }
        return parts.count == 1 ? parts[0] : .sequence(parts)
      }
      return parts.count == 1 ? parts[0] : .choice(parts)
    }

    mutating func list(
      _ separator: String, _ element: (inout Reader) throws -> Expression
    ) throws -> [Expression] {
      var elements = [try element(&self)]
      while symbol == separator {
        position += 1
        elements.append(try element(&self))
      }
      return elements
    }

    mutating func term() throws -> Expression {
      guard let symbol = take() else { throw Malformed(symbol: nil) }
      switch symbol.first {
      case "[": return .optional(try closed("]"))
      case "{": return .repetition(try closed("}"))
      case "(": return try closed(")")
      case "\"": return .terminal(String(symbol.dropFirst().dropLast()))
      case "?": return .special(Grammar.oneLine(String(symbol.dropFirst().dropLast())))
      case let first? where first.isLetter: return .rule(symbol)
      default: throw Malformed(symbol: symbol)
      }
    }

    mutating func closed(_ end: String) throws -> Expression {
      let expression = try choice()
      try expect(end)
      return expression
    }
  }
}
