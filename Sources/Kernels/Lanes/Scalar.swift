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
  /// exp(x) - 1 for x of at most 0, without cancellation.
  static func expm1(_ x: Lanes<Self>) -> Lanes<Self>
  /// log(1 + x) for x from 0 to 1.
  static func log1p(_ x: Lanes<Self>) -> Lanes<Self>
  /// exp(-x^2 / 2), and the probability that a standard normal number is above |x|.
  static func normalTail(_ x: Lanes<Self>) -> (bell: Lanes<Self>, tail: Lanes<Self>)
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

  /// The logistic function of x and of -x, which add up to 1, both without cancellation.
  @inline(__always)
  static func logistic(_ x: Lanes<Self>) -> (ofX: Lanes<Self>, ofMinusX: Lanes<Self>) {
    let power = exp(0 - magnitude(x))
    let large = 1 / (1 + power)
    let small = power * large
    return (
      choose(x, atMost: .zero, small, otherwise: large),
      choose(x, atMost: .zero, large, otherwise: small)
    )
  }

  /// x, or the nearer bound where it is outside; a NaN stays one.
  @inline(__always)
  static func clamp(_ x: Lanes<Self>, from low: Self, to high: Self) -> Lanes<Self> {
    let bounds = (low: Lanes<Self>(repeating: low), high: Lanes<Self>(repeating: high))
    let raised = choose(x, atMost: bounds.low, bounds.low, otherwise: x)
    return choose(bounds.high, atMost: raised, bounds.high, otherwise: raised)
  }

  /// Absolute values; a NaN stays one.
  @inline(__always)
  static func magnitude(_ x: Lanes<Self>) -> Lanes<Self> {
    choose(x, atMost: .zero, 0 - x, otherwise: x)
  }
}
