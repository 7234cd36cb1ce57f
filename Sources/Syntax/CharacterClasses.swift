extension UInt8 {
  // grammar: NONZERO = "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" ;
  var isNonzeroDigit: Bool {
    UInt8(ascii: "1") <= self && self <= UInt8(ascii: "9")
  }

  // grammar: DIGIT = "0" | NONZERO ;
  var isDigit: Bool {
    self == UInt8(ascii: "0") || isNonzeroDigit
  }

  // grammar: LETTER = ? a letter from A to Z or from a to z ? ;
  var isLetter: Bool {
    let lowercase = self | 0x20
    return UInt8(ascii: "a") <= lowercase && lowercase <= UInt8(ascii: "z")
  }

  // grammar: SPACE = ? a space or a tab ? ;
  var isSpace: Bool {
    self == UInt8(ascii: " ") || self == UInt8(ascii: "\t")
  }

  // grammar: NEWLINE =
  // grammar:   ? a line feed, a carriage return, or a carriage return and a line feed ? ;
  var isNewline: Bool {
    self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r")
  }

  /// The token that the character is by itself.
  var punctuation: Token.Kind? {
    switch self {
    case UInt8(ascii: ";"): .separator
    case UInt8(ascii: "="): .equals
    case UInt8(ascii: ","): .comma
    case UInt8(ascii: "("): .leftParenthesis
    case UInt8(ascii: ")"): .rightParenthesis
    case UInt8(ascii: "["): .leftBracket
    case UInt8(ascii: "]"): .rightBracket
    case UInt8(ascii: "{"): .leftBrace
    case UInt8(ascii: "}"): .rightBrace
    default: nil
    }
  }

  /// Whether a word, a number or a shape may hold the character.
  var isLegible: Bool {
    isLetter || isDigit || self == UInt8(ascii: "_") || self == UInt8(ascii: ".")
      || self == UInt8(ascii: "+") || self == UInt8(ascii: "-")
  }

  /// Whether a word, a number or a shape ends before the character, whatever it holds.
  var endsToken: Bool {
    isSpace || isNewline || self == UInt8(ascii: "#") || punctuation != nil
  }
}
