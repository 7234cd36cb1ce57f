import Source

/// Cuts a graph's text into tokens. Blanks, tabs, carriage returns and comments, which run from `#`
/// to the end of the line, may stand before any token.
struct GraphLexer {
  private let bytes: [UInt8]
  private var position: Int

  /// Starts at the beginning of a text, behind its byte order mark if it has one.
  init(_ source: SourceText) {
    bytes = source.bytes
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    position = bytes.starts(with: mark) ? mark.count : 0
  }

  /// The next token; behind the last one, `end` again and again.
  mutating func next() -> Token {
    skipBlanks()
    let start = position
    let kind = scan()
    return Token(kind: kind, range: SourceRange(start, kind == .newline ? start + 1 : position))
  }

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skip(while condition: (UInt8) -> Bool) {
    while let byte = current, condition(byte) { position += 1 }
  }

  // grammar: BLANK = ? a space, a tab or a carriage return ? ;
  // grammar: COMMENT = "#", { ? any character but a line feed ? } ;
  private mutating func skipBlanks() {
    skip(while: \.isBlank)
    if current == UInt8(ascii: "#") { skip { $0 != UInt8(ascii: "\n") } }
  }

  private mutating func scan() -> Token.Kind {
    guard let byte = current else { return .end }
    if byte.isLetter { return scanName() }
    if byte.isDigit || byte == UInt8(ascii: "-") { return scanNumber() }
    if byte == UInt8(ascii: "\n") { return scanNewline() }
    if byte == UInt8(ascii: "%") { return scanValue() }
    position += 1
    if let mark = Token.Mark(byte) { return .mark(mark) }
    if byte == UInt8(ascii: "<"), current == UInt8(ascii: "-") {
      position += 1
      return .arrow
    }
    // The rest of a character outside ASCII belongs to it.
    skip { $0 & 0xC0 == 0x80 }
    return .foreign
  }

  // grammar: NEWLINE = [ COMMENT ], LINEFEED, { { BLANK }, [ COMMENT ], LINEFEED } ;
  // grammar: LINEFEED = ? a line feed ? ;
  private mutating func scanNewline() -> Token.Kind {
    while current == UInt8(ascii: "\n") {
      position += 1
      skipBlanks()
    }
    return .newline
  }

  // grammar: NAME = LETTER, { LETTER | DIGIT | "_" | "." | "-" } ;
  // grammar: LETTER = ? a letter from A to Z or from a to z ? ;
  private mutating func scanName() -> Token.Kind {
    skip(while: \.continuesName)
    return .name
  }

  // grammar: NAMED = "%", NAME ;
  // grammar: NUMBERED = "%", DIGITS ;
  private mutating func scanValue() -> Token.Kind {
    position += 1
    if let byte = current, byte.isLetter {
      skip(while: \.continuesName)
      return .named
    }
    let start = position
    skip(while: \.isDigit)
    return wordEnds(startedAt: start) ? .numbered : .malformed
  }

  // grammar: INTEGER = [ "-" ], DIGITS ;
  // grammar: REAL = INTEGER, ( ".", DIGITS, [ EXPONENT ] | EXPONENT ) ;
  // grammar: EXPONENT = "e", [ "+" | "-" ], DIGITS ;
  private mutating func scanNumber() -> Token.Kind {
    if current == UInt8(ascii: "-") { position += 1 }
    var kind = Token.Kind.integer
    guard skipDigits() else { return malformedWord() }
    if current == UInt8(ascii: ".") {
      position += 1
      kind = .real
      guard skipDigits() else { return malformedWord() }
    }
    if current == UInt8(ascii: "e") {
      position += 1
      kind = .real
      if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
      guard skipDigits() else { return malformedWord() }
    }
    return wordEnds(startedAt: position - 1) ? kind : .malformed
  }

  /// Skips digits; false where there are none.
  // grammar: DIGITS = DIGIT, { DIGIT } ;
  // grammar: DIGIT = ? a digit from 0 to 9 ? ;
  private mutating func skipDigits() -> Bool {
    let start = position
    skip(while: \.isDigit)
    return position > start
  }

  private mutating func malformedWord() -> Token.Kind {
    skip(while: \.continuesName)
    return .malformed
  }

  /// Whether something was read since `start` and nothing clings to it; skips what does.
  private mutating func wordEnds(startedAt start: Int) -> Bool {
    let end = position
    skip(while: \.continuesName)
    return position == end && end > start
  }
}

extension UInt8 {
  /// A blank, a tab, or the carriage return that stands before some line feeds.
  fileprivate var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0D }
  fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
  fileprivate var isLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }
  fileprivate var continuesName: Bool {
    isLetter || isDigit || self == UInt8(ascii: "_") || self == UInt8(ascii: ".")
      || self == UInt8(ascii: "-")
  }
}

extension Token.Mark {
  fileprivate init?(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "{"): self = .openBrace
    case UInt8(ascii: "}"): self = .closeBrace
    case UInt8(ascii: "("): self = .openParenthesis
    case UInt8(ascii: ")"): self = .closeParenthesis
    case UInt8(ascii: "["): self = .openBracket
    case UInt8(ascii: "]"): self = .closeBracket
    case UInt8(ascii: ","): self = .comma
    case UInt8(ascii: ":"): self = .colon
    case UInt8(ascii: "="): self = .equals
    case UInt8(ascii: "@"): self = .at
    default: return nil
    }
  }
}

extension String {
  /// Whether a graph's text can hold this as a name.
  var isGraphName: Bool {
    guard let first = utf8.first, first.isLetter else { return false }
    return utf8.dropFirst().allSatisfy(\.continuesName)
  }
}
