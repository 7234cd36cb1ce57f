/// A sequence of random numbers for the host: initial weights, shuffles, splits.
///
/// The numbers are a function of (seed, stream) and the same on every machine: they come from
/// `Philox` and from additions, products, quotients and square roots, which IEEE 754 defines to the
/// bit, not from a mathematical library.
public struct RandomStream: Sendable {
  private let generator: Philox
  private let stream: UInt64
  private var counter: UInt64 = 0
  private var words = SIMD4<UInt32>()
  private var used = 4
  private var spare: Double?

  /// Distinguishes streams from the other users of the same seed, such as dropout.
  private static let keyOfStreams: UInt64 = 0x7374_7265_616D_7321

  /// The stream number `stream` of `seed`; different streams are independent.
  public init(seed: UInt64, stream: UInt64) {
    generator = Philox(key: seed ^ Self.keyOfStreams)
    self.stream = stream
  }

  /// 32 random bits.
  public mutating func next() -> UInt32 {
    if used == 4 {
      words = generator.words(
        SIMD4(
          UInt32(truncatingIfNeeded: counter), UInt32(truncatingIfNeeded: counter >> 32),
          UInt32(truncatingIfNeeded: stream), UInt32(truncatingIfNeeded: stream >> 32)))
      counter &+= 1
      used = 0
    }
    defer { used += 1 }
    return words[used]
  }

  /// A multiple of 2^-53 in [0, 1).
  public mutating func uniform() -> Double { Double(next64() >> 11) * 0x1p-53 }

  /// A number from the standard normal distribution, by the polar form of Box and Muller's method
  /// (Marsaglia and Bray, 1964).
  public mutating func normal() -> Double {
    if let value = spare {
      spare = nil
      return value
    }
    while true {
      let x = 2 * uniform() - 1
      let y = 2 * uniform() - 1
      let square = x * x + y * y
      if square >= 1 || square == 0 { continue }
      let factor = (-2 * naturalLogarithm(square) / square).squareRoot()
      spare = y * factor
      return x * factor
    }
  }

  /// A whole number from 0 to n - 1, all equally likely (Lemire, 2019); n must be positive.
  public mutating func below(_ n: Int) -> Int {
    precondition(n > 0, "there is no number below \(n)")
    let range = UInt64(n)
    let threshold = (0 &- range) % range
    while true {
      let product = next64().multipliedFullWidth(by: range)
      if product.low >= threshold { return Int(product.high) }
    }
  }

  private mutating func next64() -> UInt64 {
    let low = UInt64(next())
    return UInt64(next()) << 32 | low
  }
}

/// The natural logarithm of a positive, finite, normal number: x = 2^e m with m in [1/sqrt 2,
/// sqrt 2), and the series of 2 artanh((m - 1) / (m + 1)), whose eleventh term is below 2^-53.
package func naturalLogarithm(_ x: Double) -> Double {
  var mantissa = x.significand
  var exponent = Double(x.exponent)
  if mantissa > 1.414_213_562_373_095_1 {
    mantissa /= 2
    exponent += 1
  }
  let z = (mantissa - 1) / (mantissa + 1)
  let square = z * z
  var series = 0.0
  for term in stride(from: 11, through: 1, by: -1) {
    series = (series + 1 / Double(2 * term + 1)) * square
  }
  return exponent * 0.693_147_180_559_945_3 + 2 * z * (1 + series)
}
