extension Float: Scalar {
  @inline(__always)
  var double: Double { Double(self) }

  @inline(__always)
  static func choose(
    _ x: Lanes<Float>, atMost y: Lanes<Float>, _ a: Lanes<Float>, otherwise b: Lanes<Float>
  ) -> Lanes<Float> {
    b.replacing(with: a, where: x .<= y)
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

  /// The method of the Cephes library (S. Moshier, `expf`): x = n ln 2 + r with |r| <= ln 2 / 2,
  /// and a polynomial for exp(r). Within 1 unit in the last place of the true value.
  @inline(__always)
  static func exp(_ x: Lanes<Float>) -> Lanes<Float> {
    // Beyond these bounds the result is 0 or infinite anyway; a NaN passes both choices.
    let low = Lanes<Float>(repeating: -104)
    let high = Lanes<Float>(repeating: 89)
    var x = choose(x, atMost: low, low, otherwise: x)
    x = choose(high, atMost: x, high, otherwise: x)
    // Adding 1.5 * 2^23 rounds to a whole number, which is then in the low bits.
    let shifted = x * 1.442_695_04 + 12_582_912
    let n = shifted - 12_582_912
    // ln 2 in two parts: n times the first is exact.
    let r = x - n * 0.693_359_375 + n * 2.121_944_40e-4
    var p = r * 1.987_569_150_0e-4 + 1.398_199_950_7e-3
    p = p * r + 8.333_451_907_3e-3
    p = p * r + 4.166_579_589_4e-2
    p = p * r + 1.666_666_545_9e-1
    p = p * r + 5.000_000_120_1e-1
    let y = p * r * r + r + 1
    // 2^n as a product of two powers of two, since 2^128 itself is infinite.
    let exponent = unsafe unsafeBitCast(shifted, to: Lanes<Int32>.self) &- 0x4B40_0000
    let half = exponent &>> 1
    return y * powerOfTwo(half) * powerOfTwo(exponent &- half)
  }

  /// 2^n for whole n from -126 to 127.
  @inline(__always)
  private static func powerOfTwo(_ n: Lanes<Int32>) -> Lanes<Float> {
    unsafe unsafeBitCast((n &+ 127) &<< 23, to: Lanes<Float>.self)
  }

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
