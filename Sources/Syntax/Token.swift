import Source

/// The smallest piece of a `.nn` file that means something.
struct Token {
  /// The kinds of tokens.
  enum Kind: Equatable {
    case word
    case number(Double)
    case shape([Int])
    /// A word, number or shape that is written wrong, which the lexer has reported. The parser
    /// takes it for whatever belongs in its place.
    case malformed
    /// Text with characters that belong in no token, which the lexer has reported. The parser
    /// goes on behind the statement, since it cannot know what was meant.
    case illegible
    case equals, comma, leftParenthesis, rightParenthesis, leftBracket, rightBracket
    case leftBrace, rightBrace
    /// A semicolon or the end of a line.
    case separator
    /// The end of the file.
    case end
  }

  /// What it is.
  var kind: Kind
  /// Where it stands.
  var range: SourceRange
}

/// A mistake in a file, kept small until all are known.
struct Mistake {
  /// What is wrong.
  var error: SyntaxError
  /// Where it is.
  var range: SourceRange
}
