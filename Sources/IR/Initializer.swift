public import Kernels

/// How a state gets its first value. Lowering has turned names such as `he_normal` into numbers, so
/// that a graph's text says exactly what is drawn.
public enum Initializer: Hashable, Sendable, CustomStringConvertible {
  /// Every element is this number.
  case constant(Double)
  /// Uniform between two numbers.
  case uniform(low: Double, high: Double)
  /// Normal with this mean and standard deviation.
  case normal(mean: Double, deviation: Double)

  /// The text form, such as `normal(0.0, 0.05)`.
  public var description: String {
    switch self {
    case .constant(let value): "constant(\(value))"
    case .uniform(let low, let high): "uniform(\(low), \(high))"
    case .normal(let mean, let deviation): "normal(\(mean), \(deviation))"
    }
  }

  /// Whether every number that it makes is 0.
  public var isZero: Bool { numbers.allSatisfy { $0 == 0 } }

  /// What keeps the numbers from being an initializer's, in words that continue its text form.
  var flaw: String? {
    switch self {
    case .constant(let value): value.isFinite ? nil : "is not finite"
    case .uniform(let low, let high):
      !(high - low).isFinite ? "is not finite" : low > high ? "has its bounds swapped" : nil
    case .normal(let mean, let deviation):
      !mean.isFinite || !deviation.isFinite
        ? "is not finite" : deviation < 0 ? "has a negative deviation" : nil
    }
  }

  /// What keeps it from filling a state of this element type, in words that continue its text form.
  func flaw(for element: ElementType) -> String? {
    guard element == .i32 else {
      return flaw
        ?? (numbers.allSatisfy(element.holds) ? nil : "is beyond the range of \(element.rawValue)")
    }
    if case .constant(let value) = self, element.holds(value) { return nil }
    return "does not make 32-bit whole numbers"
  }

  /// The numbers that it is spelt with.
  private var numbers: [Double] {
    switch self {
    case .constant(let value): [value]
    case .uniform(let low, let high): [low, high]
    case .normal(let mean, let deviation): [mean, deviation]
    }
  }

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
