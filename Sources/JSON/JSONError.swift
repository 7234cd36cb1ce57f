/// A text is not JSON, or JSON that cannot be kept without loss.
public struct JSONError: Error, Hashable, Sendable {
  /// What is wrong.
  public var message: String
  /// The offset of the byte where it is wrong; the length of the text where more was expected.
  public var offset: Int

  /// Makes an error.
  public init(_ message: String, at offset: Int) {
    self.message = message
    self.offset = offset
  }
}
