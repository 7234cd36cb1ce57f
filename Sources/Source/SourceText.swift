/// A text that a person wrote, with a name to show in messages.
///
/// The text is kept as the bytes that were read, so that a file that is not UTF-8 can still be
/// pointed into. Offsets are byte offsets; lines and columns count from 1.
public struct SourceText: Hashable, Sendable {
  /// The name to show: a path, or a word such as `<input>`.
  public let name: String
  /// The bytes, as read.
  public let bytes: [UInt8]

  /// Wraps bytes that were read from `name`.
  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  /// Wraps a string.
  public init(name: String, _ text: String) {
    self.init(name: name, bytes: Array(text.utf8))
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
