public import Kernels

/// How a state gets its first value. Lowering has turned names such as `he_normal` into numbers, so
/// that a graph's text says exactly what is drawn.
public enum Initializer: Hashable, Sendable {
  /// Every element is this number.
  case constant(Double)
  /// Uniform between two numbers.
  case uniform(low: Double, high: Double)
  /// Normal with this mean and standard deviation.
  case normal(mean: Double, deviation: Double)

  /// Fills a state's memory. The numbers depend on the seed and the state's name alone, so that
  /// adding a layer leaves the first values of the others as they were.
  public func fill(_ matrix: Matrix, name: String, seed: UInt64) {
    switch self {
    case .constant(let value):
      for index in 0..<matrix.count { matrix[index] = value }
    case .uniform(let low, let high):
      matrix.fillUniform(low: low, high: high, seed: seed, stream: Self.stream(name))
    case .normal(let mean, let deviation):
      matrix.fillNormal(mean: mean, deviation: deviation, seed: seed, stream: Self.stream(name))
    }
  }

  /// The number of a name's random stream: its 64-bit FNV-1a hash.
  private static func stream(_ name: String) -> UInt64 {
    name.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}
