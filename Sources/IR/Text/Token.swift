import Source

/// A word or mark of a graph's text.
struct Token {
  /// What a token is.
  enum Kind: Equatable {
    /// A name or keyword, such as `matmul`.
    case name
    /// A value by its name, such as `%rows`.
    case named
    /// A value by its number, such as `%12`.
    case numbered
    /// A whole number.
    case integer
    /// A number with a point or an exponent.
    case real
    /// Punctuation of one character.
    case mark(Mark)
    /// The mark `<-`.
    case arrow
    /// The end of a line that holds something, with the empty lines behind it.
    case newline
    /// The end of the text.
    case end
    /// A number or value that is not spelled as one.
    case malformed
    /// A character that no token starts with.
    case foreign
  }

  /// Punctuation of one character.
  enum Mark: Character {
    case openBrace = "{"
    case closeBrace = "}"
    case openParenthesis = "("
    case closeParenthesis = ")"
    case openBracket = "["
    case closeBracket = "]"
    case comma = ","
    case colon = ":"
    case equals = "="
    case at = "@"
  }

  /// What it is.
  var kind: Kind
  /// Where it stands.
  var range: SourceRange
}

/// A token's spelling and place, as the reader keeps it.
struct Lexeme {
  /// The bytes as text.
  let text: String
  /// Where it stands.
  let range: SourceRange
}
