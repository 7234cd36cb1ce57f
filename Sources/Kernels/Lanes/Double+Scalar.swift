import Glibc

extension Double: Scalar {
  @inline(__always)
  var double: Double { self }

  @inline(__always)
  static func choose(
    _ x: Lanes<Double>, atMost y: Lanes<Double>, _ a: Lanes<Double>, otherwise b: Lanes<Double>
  ) -> Lanes<Double> {
    b.replacing(with: a, where: x .<= y)
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
  static func exp(_ x: Lanes<Double>) -> Lanes<Double> {
    var y = Lanes<Double>()
    for lane in 0..<Lanes<Double>.scalarCount { y[lane] = Glibc.exp(x[lane]) }
    return y
  }

  @inline(__always)
  static func tanh(_ x: Lanes<Double>) -> Lanes<Double> {
    var y = Lanes<Double>()
    for lane in 0..<Lanes<Double>.scalarCount { y[lane] = Glibc.tanh(x[lane]) }
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
