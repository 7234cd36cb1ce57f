extension Rows {
  /// Element number `column` of row `row`, as it is stored: a byte is a number up to 255.
  public func element(_ column: Int, ofRow row: Int) -> Float {
    let place = firstElement + row * elementsPerRow + column
    return switch storage {
    case .bytes(let bytes): Float(bytes[place])
    case .floats(let floats): floats[place]
    }
  }

  /// Whether the elements are bytes, which stand for x / 255.
  public var hasBytes: Bool {
    if case .bytes = storage { true } else { false }
  }
}
