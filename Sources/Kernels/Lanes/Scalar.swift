/// Eight numbers that are computed with at once: one or two vector registers.
typealias Lanes<T: SIMDScalar> = SIMD8<T>

/// A floating-point type that kernels compute in.
///
/// Kernels have one generic body over `Scalar`. The operations below are those that the compiler
/// turns into good vector code only when the lane type is concrete; `+ - * /` need no such help.
protocol Scalar: BinaryFloatingPoint, SIMDScalar, BitwiseCopyable, Codable, Sendable {
  /// This number in double precision.
  var double: Double { get }

  /// Lanes of `a` where x <= y, lanes of `b` elsewhere; so a NaN in `x` or `y` chooses `b`.
  static func choose(
    _ x: Lanes<Self>, atMost y: Lanes<Self>, _ a: Lanes<Self>, otherwise b: Lanes<Self>
  ) -> Lanes<Self>
  /// Lanes of `x` where the number is at least `threshold`, zero elsewhere; numbers and threshold
  /// are not negative.
  static func keep(_ x: Lanes<Self>, where numbers: Lanes<Int32>, atLeast threshold: Int32)
    -> Lanes<Self>
  /// Square roots.
  static func squareRoot(_ x: Lanes<Self>) -> Lanes<Self>
  /// Exponentials.
  static func exp(_ x: Lanes<Self>) -> Lanes<Self>
  /// Hyperbolic tangents.
  static func tanh(_ x: Lanes<Self>) -> Lanes<Self>
  /// The same numbers in double precision.
  static func widen(_ x: Lanes<Self>) -> Lanes<Double>
  /// Double-precision numbers, rounded to this type.
  static func narrow(_ x: Lanes<Double>) -> Lanes<Self>
  /// Floats in this type.
  static func convert(_ x: Lanes<Float>) -> Lanes<Self>
  /// Bytes as numbers.
  static func convert(_ x: Lanes<UInt8>) -> Lanes<Self>
}

extension Scalar {
  /// The logistic function 1 / (1 + exp(-x)).
  @inline(__always)
  static func sigmoid(_ x: Lanes<Self>) -> Lanes<Self> { 1 / (1 + exp(0 - x)) }

  /// Absolute values; a NaN stays one.
  @inline(__always)
  static func magnitude(_ x: Lanes<Self>) -> Lanes<Self> {
    choose(x, atMost: .zero, 0 - x, otherwise: x)
  }
}
