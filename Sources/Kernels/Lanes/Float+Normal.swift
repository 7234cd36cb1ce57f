// The normal distribution in single precision.
extension Float {
  /// Within 7 ulp, down to the least normal number: the tail is exp(-x^2 / 2) P(u) / (|x| + 3.5) with
  /// u = (|x| - 3.5) / (|x| + 3.5), after Shepherd and Laframboise ("Chebyshev approximation of (1 +
  /// 2x) exp(x^2) erfc x", 1981). The polynomial P was fitted for the least relative error.
  @inline(__always)
  static func normalTail(_ x: Lanes<Float>) -> (bell: Lanes<Float>, tail: Lanes<Float>) {
    // Further out both are 0 in single precision.
    let size = clamp(magnitude(x), from: 0, to: 15)
    // x^2 in two parts, since a relative error of it is x^2 times as large in the exponential: the
    // square of the upper half of the bits is exact.
    let upper = unsafe unsafeBitCast(
      unsafeBitCast(size, to: Lanes<Int32>.self) & -4096, to: Lanes<Float>.self)
    let rest = (size + upper) * (size - upper)
    let bell = exp(upper * upper * -0.5, plus: rest * -0.5)
    let r = 1 / (size + 3.5)
    let u = (size - 3.5) * r
    var p = u * 1.086_939_7e-4 + 4.183_236_41e-4
    p = p * u - 4.950_400_48e-4
    p = p * u - 3.172_828_98e-3
    p = p * u + 6.493_727_03e-3
    p = p * u + 1.740_582_13e-2
    p = p * u - 1.160_531_75e-1
    p = p * u + 3.154_250_91e-1
    p = p * u - 5.655_617_39e-1
    p = p * u + 7.444_160_74e-1
    return (bell, bell * (p * r))
  }

  /// Standard normal numbers from random words: the inverse of the distribution function at
  /// (w + 1/2) / 2^32 for the signed word w, counted from the middle. The largest is 6.34.
  ///
  /// The form is Giles' ("Approximating the erfinv function", 2012): a polynomial in
  /// -log(1 - t^2), or further out in its root, times t; both were fitted anew so that they reach to
  /// the last word. The relative error is below 1e-6.
  @inline(__always)
  static func normal(_ words: SIMD8<UInt32>) -> Lanes<Float> {
    let word = unsafe unsafeBitCast(words, to: Lanes<Int32>.self)
    // The words w and -1 - w are each other's mirror images.
    let sign = word &>> 31
    let size = word ^ sign
    let t = (System.floats(size) + 0.5) * 0x1p-31
    let distance = (System.floats(0x7FFF_FFFF &- size) + 0.5) * 0x1p-31
    let w = log(distance * (1 + t)) * -1
    let a = w - 2.5
    var near = a * 4.463_779_19e-7 - 4.505_512_97e-6
    near = near * a - 5.790_122_45e-6
    near = near * a + 3.073_595_01e-4
    near = near * a - 1.774_317_16e-3
    near = near * a - 5.906_121_71e-3
    near = near * a + 3.488_036_42e-1
    near = near * a + 2.123_313_22
    let b = squareRoot(w) - 3.5
    var far = b * -2.394_666_7e-4 + 7.984_660_16e-4
    far = far * b - 1.096_853_09e-3
    far = far * b + 1.411_770_63e-3
    far = far * b - 2.849_683_76e-3
    far = far * b + 4.669_361_14e-3
    far = far * b + 1.424_626_26
    far = far * b + 4.717_087_58
    let value = choose(w, atMost: Lanes(repeating: 5), near, otherwise: far) * t
    return unsafe unsafeBitCast(
      unsafeBitCast(value, to: Lanes<Int32>.self) ^ (sign &<< 31), to: Lanes<Float>.self)
  }
}
