/// Recognises the tokens that hold more than one character, in the bytes of one token.
///
/// Each function reads as much as its rule covers and returns whether the rule holds; a token is
/// of a rule's kind if the rule holds and `isAtEnd` is true behind it.
struct TokenShape {
  private let bytes: ArraySlice<UInt8>
  private var position: Int

  /// Starts at the first of the bytes.
  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    self.position = bytes.startIndex
  }

  /// Whether every byte was read.
  var isAtEnd: Bool { position == bytes.endIndex }

  // grammar: WORD = LETTER, { LETTER | DIGIT | "_" } ;
  mutating func word() -> Bool {
    guard accept(\.isLetter) else { return false }
    while accept({ $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "_") }) {}
    return true
  }

  // grammar: NUMBER = [ "+" | "-" ],
  // grammar:   ( DIGITS, [ ".", { DIGIT } ] | ".", DIGITS ), [ EXPONENT ] ;
  mutating func number() -> Bool {
    sign()
    if digits() {
      if accept(".") { while accept(\.isDigit) {} }
    } else {
      guard accept("."), digits() else { return false }
    }
    return exponent()
  }

  // grammar: EXPONENT = ( "e" | "E" ), [ "+" | "-" ], DIGITS ;
  private mutating func exponent() -> Bool {
    guard accept("e") || accept("E") else { return true }
    sign()
    return digits()
  }

  // grammar: SHAPE = SIZE, "x", SIZE, { "x", SIZE } ;
  mutating func shape() -> Bool {
    guard size(), accept("x"), size() else { return false }
    while accept("x") {
      guard size() else { return false }
    }
    return true
  }

  // grammar: SIZE = NONZERO, { DIGIT } ;
  private mutating func size() -> Bool {
    guard accept(\.isNonzeroDigit) else { return false }
    while accept(\.isDigit) {}
    return true
  }

  // grammar: DIGITS = DIGIT, { DIGIT } ;
  private mutating func digits() -> Bool {
    guard accept(\.isDigit) else { return false }
    while accept(\.isDigit) {}
    return true
  }

  private mutating func sign() {
    if !accept("+") { accept("-") }
  }

  @discardableResult
  private mutating func accept(_ character: Unicode.Scalar) -> Bool {
    accept { $0 == UInt8(ascii: character) }
  }

  private mutating func accept(_ matches: (UInt8) -> Bool) -> Bool {
    guard position < bytes.endIndex, matches(bytes[position]) else { return false }
    position += 1
    return true
  }
}
