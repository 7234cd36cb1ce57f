import Source

/// Splits a `.nn` file into tokens and comments, and reports what fits no token.
struct Lexer {
  private let source: SourceText
  private let bytes: [UInt8]
  private var position = 0
  /// Whether a quotation mark was reported in the statement at hand.
  private var hasReportedPair = false
  /// The tokens; the last is `.end`.
  private(set) var tokens: [Token] = []
  /// Each comment, from its `#` up to the end of its line.
  private(set) var comments: [SourceRange] = []
  /// What is wrong, in the order of the text within each token.
  private(set) var mistakes: [Mistake] = []

  /// Reads a whole file.
  init(_ source: SourceText) {
    self.source = source
    bytes = source.bytes
    if let place = firstSignOfForeignBytes {
      mistakes.append(Mistake(error: .notText, range: place))
    } else {
      position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
      while position < bytes.count { readToken() }
    }
    append(.end, from: bytes.count, to: bytes.count)
  }

  /// Where the file shows that it is UTF-16 or not a text at all: its byte order mark, or a NUL.
  private var firstSignOfForeignBytes: SourceRange? {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      return SourceRange(0, 2)
    }
    return bytes.firstIndex(of: 0).map { SourceRange($0, $0 + 1) }
  }

  private mutating func append(_ kind: Token.Kind, from start: Int, to end: Int) {
    tokens.append(Token(kind: kind, range: SourceRange(start, end)))
  }

  private mutating func readToken() {
    let byte = bytes[position]
    if byte.isSpace {
      position += 1
    } else if byte.isNewline {
      append(.separator, from: position, to: position + 1)
      position += 1
      hasReportedPair = false
    } else if let kind = byte.punctuation {
      if kind == .separator { hasReportedPair = false }
      append(kind, from: position, to: position + 1)
      position += 1
    } else if byte == UInt8(ascii: "#") {
      readComment()
    } else {
      readText()
    }
  }

  // grammar: COMMENT = "#", { ? any character but a line feed or a carriage return ? } ;
  private mutating func readComment() {
    let start = position
    while position < bytes.count, !bytes[position].isNewline {
      let (scalar, length) = source.character(at: position)
      if scalar == nil { readBytesThatAreNotUTF8() } else { position += length }
    }
    comments.append(SourceRange(start, position))
  }

  /// Reads up to where any word, number or shape would end, and sees what it is.
  private mutating func readText() {
    let start = position
    var isLegible = true
    while position < bytes.count, !bytes[position].endsToken {
      if bytes[position].isLegible {
        position += 1
      } else {
        isLegible = false
        readIllegibleCharacters()
      }
    }
    append(isLegible ? kind(from: start) : .illegible, from: start, to: position)
  }

  /// Reads a run of characters that belong in no token, and reports the first.
  private mutating func readIllegibleCharacters() {
    let start = position
    var first: Unicode.Scalar?
    while position < bytes.count, !bytes[position].endsToken, !bytes[position].isLegible {
      let (scalar, length) = source.character(at: position)
      guard let scalar else { break }
      first = first ?? scalar
      position += length
    }
    if let first {
      // The second of a pair belongs to the same mistake as the first.
      let isPair = first.properties.isQuotationMark
      if isPair, hasReportedPair { return }
      hasReportedPair = hasReportedPair || isPair
      mistakes.append(
        Mistake(error: .unexpectedCharacter(first), range: SourceRange(start, position)))
    } else {
      readBytesThatAreNotUTF8()
    }
  }

  private mutating func readBytesThatAreNotUTF8() {
    let start = position
    while position < bytes.count {
      let (scalar, length) = source.character(at: position)
      guard scalar == nil else { break }
      position += length
    }
    mistakes.append(
      Mistake(
        error: .notUTF8(byteCount: position - start), range: SourceRange(start, position)))
  }

  /// What the legible text from `start` up to the position is.
  private mutating func kind(from start: Int) -> Token.Kind {
    let range = SourceRange(start, position)
    let text = bytes[start..<position]
    func matches(_ rule: (inout TokenShape) -> Bool) -> Bool {
      var shape = TokenShape(text)
      return rule(&shape) && shape.isAtEnd
    }
    do throws(SyntaxError) {
      if matches({ $0.word() }) { return .word }
      if matches({ $0.number() }) { return .number(try number(source.text(in: range))) }
      if matches({ $0.shape() }) { return .shape(try sizes(source.text(in: range))) }
      let isWord = bytes[start].isLetter || bytes[start] == UInt8(ascii: "_")
      throw isWord
        ? .malformedWord(source.text(in: range)) : .malformedNumber(source.text(in: range))
    } catch {
      mistakes.append(Mistake(error: error, range: range))
      return .malformed
    }
  }
}
