import Glibc

extension Double: Scalar {
  @inline(__always)
  var double: Double { self }

  @inline(__always)
  static func choose(
    _ x: Lanes<Double>, atMost y: Lanes<Double>, _ a: Lanes<Double>, otherwise b: Lanes<Double>
  ) -> Lanes<Double> {
    System.select(x, atMost: y, a, otherwise: b)
  }

  @inline(__always)
  static func keep(_ x: Lanes<Double>, where numbers: Lanes<Int32>, atLeast threshold: Int32)
    -> Lanes<Double>
  {
    let dropped = Lanes<Int64>(truncatingIfNeeded: (numbers &- threshold) &>> 31)
    return unsafe unsafeBitCast(
      unsafeBitCast(x, to: Lanes<Int64>.self) & ~dropped, to: Lanes<Double>.self)
  }

  @inline(__always)
  static func squareRoot(_ x: Lanes<Double>) -> Lanes<Double> { System.squareRoot(x) }

  @inline(__always)
  static func exp(_ x: Lanes<Double>) -> Lanes<Double> { map(x) { Glibc.exp($0) } }

  @inline(__always)
  static func expm1(_ x: Lanes<Double>) -> Lanes<Double> { map(x) { Glibc.expm1($0) } }

  @inline(__always)
  static func log1p(_ x: Lanes<Double>) -> Lanes<Double> { map(x) { Glibc.log1p($0) } }

  @inline(__always)
  static func normalTail(_ x: Lanes<Double>) -> (bell: Lanes<Double>, tail: Lanes<Double>) {
    (
      exp(x * x * -0.5),
      map(magnitude(x)) { Glibc.erfc($0 * 0.707_106_781_186_547_52) * 0.5 }
    )
  }

  @inline(__always)
  static func tanh(_ x: Lanes<Double>) -> Lanes<Double> { map(x) { Glibc.tanh($0) } }

  /// A function of the C library, lane by lane.
  @inline(__always)
  private static func map(
    _ x: Lanes<Double>, _ function: (Double) -> Double
  ) -> Lanes<Double> {
    var y = Lanes<Double>()
    for lane in 0..<Lanes<Double>.scalarCount { y[lane] = function(x[lane]) }
    return y
  }

  @inline(__always)
  static func widen(_ x: Lanes<Double>) -> Lanes<Double> { x }

  @inline(__always)
  static func narrow(_ x: Lanes<Double>) -> Lanes<Double> { x }

  @inline(__always)
  static func convert(_ x: Lanes<Float>) -> Lanes<Double> { Lanes<Double>(x) }

  @inline(__always)
  static func convert(_ x: Lanes<UInt8>) -> Lanes<Double> {
    Lanes<Double>(Lanes<Int32>(truncatingIfNeeded: x))
  }
}
