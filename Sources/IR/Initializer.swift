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
  /// Normal, but numbers further than two of these deviations from the mean are drawn anew: the
  /// deviation of what is left is 0.8796 times as large.
  case truncatedNormal(mean: Double, deviation: Double)
  /// A matrix with orthonormal columns, or rows where those are fewer, times a number; a vector is a
  /// row.
  case orthogonal(gain: Double)

  /// The text form, such as `normal(0.0, 0.05)`.
  public var description: String {
    switch self {
    case .constant(let value): "constant(\(value))"
    case .uniform(let low, let high): "uniform(\(low), \(high))"
    case .normal(let mean, let deviation): "normal(\(mean), \(deviation))"
    case .truncatedNormal(let mean, let deviation): "truncated_normal(\(mean), \(deviation))"
    case .orthogonal(let gain): "orthogonal(\(gain))"
    }
  }

  /// Whether every number that it makes is 0.
  public var isZero: Bool { numbers.allSatisfy { $0 == 0 } }

  /// What keeps the numbers from being an initializer's, in words that continue its text form.
  var flaw: String? {
    switch self {
    case .constant(let value), .orthogonal(let value): value.isFinite ? nil : "is not finite"
    case .uniform(let low, let high):
      !(high - low).isFinite ? "is not finite" : low > high ? "has its bounds swapped" : nil
    case .normal(let mean, let deviation), .truncatedNormal(let mean, let deviation):
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
    case .constant(let value), .orthogonal(let value): [value]
    case .uniform(let low, let high): [low, high]
    case .normal(let mean, let deviation), .truncatedNormal(let mean, let deviation):
      [mean, deviation]
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
    case .truncatedNormal(let mean, let deviation):
      matrix.fillTruncatedNormal(
        mean: mean, deviation: deviation, limit: 2, seed: seed, stream: Self.stream(name))
    case .orthogonal(let gain):
      matrix.fillOrthogonal(gain: gain, seed: seed, stream: Self.stream(name))
    }
  }

  /// Refuses a matrix that would take minutes to make orthogonal: its size times its shorter side
  /// squared is the number of products, twice.
  public func checkCost(of type: TensorType) throws(ShapeError) {
    guard case .orthogonal = self else { return }
    let cost = Double(type.count) * Double(min(type.rows, type.columns))
    guard cost <= 0x1p37 else {
      throw ShapeError("has weights of \(type), which are too many to be made orthogonal")
    }
  }

  /// The number of a name's random stream: its 64-bit FNV-1a hash.
  private static func stream(_ name: String) -> UInt64 {
    name.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}
