// Exponentials and logarithms in single precision, from polynomials. Errors are in units in the last
// place (ulp) of the true value, over the whole range.
extension Float {
  /// exp(x) = (1 + fraction) * first * second, where both powers of two are finite.
  private typealias ExponentialParts = (
    fraction: Lanes<Float>, first: Lanes<Float>, second: Lanes<Float>
  )

  /// The method of the Cephes library (S. Moshier, `expf`): x = n ln 2 + r with |r| <= ln 2 / 2,
  /// and a polynomial for exp(r) - 1. `rest`, which must be small, is added to r.
  @inline(__always)
  private static func exponential(
    _ x: Lanes<Float>, plus rest: Lanes<Float>? = nil
  ) -> ExponentialParts {
    // Beyond these bounds the result is 0 or infinite anyway; a NaN stays one.
    let x = clamp(x, from: -104, to: 89)
    // Adding 1.5 * 2^23 rounds to a whole number, which is then in the low bits.
    let shifted = x * 1.442_695_04 + 12_582_912
    let n = shifted - 12_582_912
    // ln 2 in two parts: n times the first is exact.
    var r = x - n * 0.693_359_375 + n * 2.121_944_40e-4
    if let rest { r += rest }
    var p = r * 1.987_569_150_0e-4 + 1.398_199_950_7e-3
    p = p * r + 8.333_451_907_3e-3
    p = p * r + 4.166_579_589_4e-2
    p = p * r + 1.666_666_545_9e-1
    p = p * r + 5.000_000_120_1e-1
    // 2^n as a product of two powers of two, since 2^128 itself is infinite.
    let exponent = unsafe unsafeBitCast(shifted, to: Lanes<Int32>.self) &- 0x4B40_0000
    let half = exponent &>> 1
    return (p * r * r + r, powerOfTwo(half), powerOfTwo(exponent &- half))
  }

  /// 2^n for whole n from -126 to 127.
  @inline(__always)
  private static func powerOfTwo(_ n: Lanes<Int32>) -> Lanes<Float> {
    unsafe unsafeBitCast((n &+ 127) &<< 23, to: Lanes<Float>.self)
  }

  /// Within 1 ulp.
  @inline(__always)
  static func exp(_ x: Lanes<Float>) -> Lanes<Float> {
    let parts = exponential(x)
    return (parts.fraction + 1) * parts.first * parts.second
  }

  /// exp(x + rest), where x + rest need not be a Float; `rest` must be small.
  @inline(__always)
  static func exp(_ x: Lanes<Float>, plus rest: Lanes<Float>) -> Lanes<Float> {
    let parts = exponential(x, plus: rest)
    return (parts.fraction + 1) * parts.first * parts.second
  }

  /// Within 1 ulp: exp(x) - 1 = fraction * 2^n + (2^n - 1).
  @inline(__always)
  static func expm1(_ x: Lanes<Float>) -> Lanes<Float> {
    let parts = exponential(x)
    let power = parts.first * parts.second
    return parts.fraction * power + (power - 1)
  }

  /// Within 2 ulp: log(1 + x) = 2 artanh(s) with s = x / (2 + x), which is at most 1/3; the
  /// polynomial in s^2 was fitted for the least relative error.
  @inline(__always)
  static func log1p(_ x: Lanes<Float>) -> Lanes<Float> {
    let s = x / (x + 2)
    let z = s * s
    var p = z * 0.134_305_404 + 0.141_175_147
    p = p * z + 0.200_038_132
    p = p * z + 0.333_333_2
    return (p * z * s + s) * 2
  }

  /// The natural logarithm of positive normal numbers, by the method of the Cephes library (`logf`):
  /// x = 2^e (1 + z) with 1 + z from 1/sqrt 2 to sqrt 2, and a polynomial for log(1 + z).
  @inline(__always)
  static func log(_ x: Lanes<Float>) -> Lanes<Float> {
    let (mantissa, e) = System.parts(x)
    let z = mantissa - 1
    var p = z * 7.037_683_629_2e-2 - 1.151_461_031_0e-1
    p = p * z + 1.167_699_874_0e-1
    p = p * z - 1.242_014_084_6e-1
    p = p * z + 1.424_932_278_7e-1
    p = p * z - 1.666_805_766_5e-1
    p = p * z + 2.000_071_476_5e-1
    p = p * z - 2.499_999_399_3e-1
    p = p * z + 3.333_333_117_4e-1
    let square = z * z
    let small = p * z * square + e * -2.121_944_40e-4 + square * -0.5
    return z + small + e * 0.693_359_375
  }
}
