extension Rows {
  /// Element number `column` of row `row`, as it is stored: a byte is a number up to 255.
  public func element(_ column: Int, ofRow row: Int) -> Float {
    let place = firstElement + row * elementsPerRow + column
    return switch storage {
    case .bytes(let bytes): Float(bytes[place])
    case .floats(let floats): floats[place]
    }
  }

  /// Whether these are the same rows, one by one: equal in every element and in what is told of them.
  public func isSame(as other: Rows) -> Bool {
    guard labels == other.labels, elementsPerRow == other.elementsPerRow else { return false }
    return switch (storage, other.storage) {
    case (.bytes(let mine), .bytes(let theirs)): mine[elements] == theirs[other.elements]
    case (.floats(let mine), .floats(let theirs)): mine[elements] == theirs[other.elements]
    case (.bytes, .floats), (.floats, .bytes): false
    }
  }

  /// Where in `storage` the elements are.
  var elements: Range<Int> { firstElement..<(firstElement + count * elementsPerRow) }

  /// Whether the elements are bytes, which stand for x / 255.
  public var hasBytes: Bool {
    if case .bytes = storage { true } else { false }
  }
}
