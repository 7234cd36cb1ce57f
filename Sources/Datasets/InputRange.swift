/// The numbers of rows as a network is given them, by which it is seen where rows are on another
/// scale than those that it was trained on.
public struct InputRange: Hashable, Sendable {
  /// Whether they are stored as bytes, which become x / 255.
  public let areBytes: Bool
  /// The smallest number; of bytes the smallest that there may be.
  public let low: Float
  /// The largest number; of bytes the largest that there may be.
  public let high: Float

  /// Takes a range.
  public init(areBytes: Bool, low: Float, high: Float) {
    self.areBytes = areBytes
    self.low = low
    self.high = high
  }

  /// Looks at rows.
  public init(of rows: Rows) {
    guard case .floats(let floats) = rows.storage else {
      self.init(areBytes: true, low: 0, high: 1)
      return
    }
    let elements = floats[rows.elements]
    var (low, high) = (elements.first ?? 0, elements.first ?? 0)
    for element in elements {
      low = min(low, element)
      high = max(high, element)
    }
    self.init(areBytes: false, low: low, high: high)
  }

  /// Whether one of two ranges is that of bytes, and the other one reaches beyond it: what was 255
  /// in one is 1 in the other. A hundredth more, as rounding and interpolation leave it, counts for
  /// nothing.
  public func isOnAnotherScale(than other: InputRange) -> Bool {
    guard areBytes != other.areBytes else { return false }
    let floats = areBytes ? other : self
    return floats.low < -0.01 || floats.high > 1.01
  }
}
