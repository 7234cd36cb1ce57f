/// A text that a person wrote, with a name to show in messages.
///
/// The text is kept as the bytes that were read, so that a file that is not UTF-8 can still be
/// pointed into. Offsets are byte offsets; lines and columns count from 1.
public struct SourceText: Hashable, Sendable {
  /// The name to show: a path, or a word such as `<input>`.
  public let name: String
  /// The bytes, as read.
  public let bytes: [UInt8]
  /// Where lines start and how many characters stand before an offset.
  let index: LineIndex

  /// Wraps bytes that were read from `name`.
  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
    self.index = LineIndex(of: bytes)
  }

  /// Wraps a string.
  public init(name: String, _ text: String) {
    self.init(name: name, bytes: Array(text.utf8))
  }

  /// The index follows from the bytes, so it is not compared.
  public static func == (a: SourceText, b: SourceText) -> Bool {
    a.name == b.name && a.bytes == b.bytes
  }

  /// Hashes the name and the length only: a diagnostic carries its text, and hashing every byte
  /// for each of many diagnostics would take quadratic time.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(bytes.count)
  }
}

/// A half-open range of byte offsets in a `SourceText`.
public struct SourceRange: Hashable, Sendable {
  /// The offset of the first byte.
  public var start: Int
  /// The offset behind the last byte.
  public var end: Int

  /// The range from `start` up to, not including, `end`.
  public init(_ start: Int, _ end: Int) {
    self.start = start
    self.end = end
  }
}

/// A line and a column, both counted from 1. A column is a Unicode scalar; a stretch of bytes that
/// is not UTF-8 counts as the U+FFFD characters that stand for it.
public struct SourcePosition: Hashable, Sendable {
  /// The line.
  public var line: Int
  /// The column.
  public var column: Int

  /// Makes a position.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}

extension SourceText {
  /// How many lines there are: one more than there are line ends (LF, CR LF or CR).
  public var lineCount: Int { index.lineStarts.count }

  /// The line and column of a byte offset; offsets outside the text count as its nearest end.
  /// A byte order mark at the start takes no column.
  public func position(of offset: Int) -> SourcePosition {
    index.position(of: offset, in: bytes)
  }

  /// The bytes of a line, from 1 to `lineCount`, without its line end.
  public func range(ofLine line: Int) -> SourceRange {
    let start = index.lineStarts[line - 1]
    guard line < lineCount else { return SourceRange(start, bytes.count) }
    var end = index.lineStarts[line] - 1
    if bytes[end] == UInt8(ascii: "\n"), end > start, bytes[end - 1] == UInt8(ascii: "\r") {
      end -= 1
    }
    return SourceRange(start, end)
  }

  /// The text of a range, cut to the text's ends; bytes that are not UTF-8 become U+FFFD.
  public func text(in range: SourceRange) -> String {
    let start = min(max(range.start, 0), bytes.count)
    let end = min(max(range.end, start), bytes.count)
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  /// The character that starts at a byte offset inside the text, and its length in bytes. The
  /// scalar is nil where the bytes are not UTF-8.
  public func character(at offset: Int) -> (scalar: Unicode.Scalar?, length: Int) {
    decodeCharacter(of: bytes, at: offset)
  }
}
