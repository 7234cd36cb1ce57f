extension Float: Scalar {
  @inline(__always)
  var double: Double { Double(self) }

  @inline(__always)
  static func choose(
    _ x: Lanes<Float>, atMost y: Lanes<Float>, _ a: Lanes<Float>, otherwise b: Lanes<Float>
  ) -> Lanes<Float> {
    System.select(x, atMost: y, a, otherwise: b)
  }

  @inline(__always)
  static func keep(_ x: Lanes<Float>, where numbers: Lanes<Int32>, atLeast threshold: Int32)
    -> Lanes<Float>
  {
    // The sign of the difference becomes a mask; masks of compared integers are slow.
    let dropped = (numbers &- threshold) &>> 31
    return unsafe unsafeBitCast(
      unsafeBitCast(x, to: Lanes<Int32>.self) & ~dropped, to: Lanes<Float>.self)
  }

  @inline(__always)
  static func squareRoot(_ x: Lanes<Float>) -> Lanes<Float> { System.squareRoot(x) }

  /// The method of the Cephes library (`tanhf`): a polynomial near zero, else from exp(2 |x|).
  @inline(__always)
  static func tanh(_ x: Lanes<Float>) -> Lanes<Float> {
    let size = magnitude(x)
    let far = 1 - 2 / (exp(size + size) + 1)
    let z = x * x
    var p = z * -5.704_988_727_45e-3 + 2.063_908_885_46e-2
    p = p * z - 5.373_971_242_03e-2
    p = p * z + 1.333_145_051_43e-1
    p = p * z - 3.333_328_191_22e-1
    let near = p * z * x + x
    let signed = choose(x, atMost: .zero, 0 - far, otherwise: far)
    return choose(size, atMost: Lanes(repeating: 0.625), near, otherwise: signed)
  }

  @inline(__always)
  static func widen(_ x: Lanes<Float>) -> Lanes<Double> { Lanes<Double>(x) }

  @inline(__always)
  static func narrow(_ x: Lanes<Double>) -> Lanes<Float> { Lanes<Float>(x) }

  @inline(__always)
  static func convert(_ x: Lanes<Float>) -> Lanes<Float> { x }

  @inline(__always)
  static func convert(_ x: Lanes<UInt8>) -> Lanes<Float> {
    Lanes<Float>(Lanes<Int32>(truncatingIfNeeded: x))
  }
}
