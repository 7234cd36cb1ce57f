/// The type of a tensor's elements.
public enum ElementType: String, CaseIterable, Sendable {
  /// 32-bit floating point.
  case f32
  /// 64-bit floating point.
  case f64
  /// 32-bit signed integer, for class labels.
  case i32

  /// The size of one element in bytes.
  public var size: Int {
    switch self {
    case .f32, .i32: 4
    case .f64: 8
    }
  }

  /// Whether this is a floating-point type.
  public var isFloatingPoint: Bool { self != .i32 }

  /// Whether a number is of this type's range: rounded to a floating-point type it stays finite; a
  /// whole-number type holds only its own numbers.
  public func holds(_ value: Double) -> Bool {
    switch self {
    case .f32: Float(value).isFinite
    case .f64: value.isFinite
    case .i32: Int32(exactly: value) != nil
    }
  }
}
