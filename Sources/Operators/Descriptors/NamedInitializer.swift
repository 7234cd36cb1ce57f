public import IR

/// An initialiser as the language names it, with its arguments: `he_normal`, `normal(0.01)`.
public struct NamedInitializer: Hashable, Sendable {
  /// One of `NamedInitializer.names`.
  public var name: String
  /// Its arguments, as many as `argumentCounts` allows.
  public var arguments: [Double]

  /// Makes an initialiser.
  public init(_ name: String, _ arguments: [Double] = []) {
    self.name = name
    self.arguments = arguments
  }

  private struct Rule: Sendable {
    var counts: ClosedRange<Int>
    var make: @Sendable (_ fanIn: Double, _ fanOut: Double, _ arguments: [Double]) -> Initializer
    init(
      _ counts: ClosedRange<Int> = 0...0,
      _ make: @escaping @Sendable (Double, Double, [Double]) -> Initializer
    ) {
      self.counts = counts
      self.make = make
    }
  }

  /// Deviations and limits by fan in and fan out. Sources: LeCun et al., "Efficient backprop", 1998
  /// (lecun); Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural
  /// networks", 2010 (xavier); He et al., "Delving deep into rectifiers", 2015 (he); Saxe et al.,
  /// "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks", 2014
  /// (orthogonal).
  private static let rules: [String: Rule] = [
    "zeros": Rule { _, _, _ in .constant(0) },
    "ones": Rule { _, _, _ in .constant(1) },
    "constant": Rule(1...1) { .constant($2[0]) },
    "normal": Rule(0...1) { .normal(mean: 0, deviation: $2.first ?? 1) },
    "truncated_normal": Rule(0...1) { .truncatedNormal(mean: 0, deviation: $2.first ?? 1) },
    "orthogonal": Rule(0...1) { .orthogonal(gain: $2.first ?? 1) },
    "uniform": Rule(0...1) { fanIn, _, arguments in
      let limit = arguments.first ?? 1 / fanIn.squareRoot()
      return .uniform(low: -limit, high: limit)
    },
    "lecun_normal": Rule { fanIn, _, _ in .normal(mean: 0, deviation: 1 / fanIn.squareRoot()) },
    "lecun_uniform": Rule { fanIn, _, _ in
      let limit = (3 / fanIn).squareRoot()
      return .uniform(low: -limit, high: limit)
    },
    "xavier_normal": Rule { fanIn, fanOut, _ in
      .normal(mean: 0, deviation: (2 / (fanIn + fanOut)).squareRoot())
    },
    "xavier_uniform": Rule { fanIn, fanOut, _ in
      let limit = (6 / (fanIn + fanOut)).squareRoot()
      return .uniform(low: -limit, high: limit)
    },
    "he_normal": Rule { fanIn, _, _ in .normal(mean: 0, deviation: (2 / fanIn).squareRoot()) },
    "he_uniform": Rule { fanIn, _, _ in
      let limit = (6 / fanIn).squareRoot()
      return .uniform(low: -limit, high: limit)
    },
  ]

  /// All names in alphabetical order.
  public static let names: [String] = rules.keys.sorted()

  /// How many arguments an initialiser takes; nil for an unknown name.
  public static func argumentCounts(of name: String) -> ClosedRange<Int>? { rules[name]?.counts }

  static let zeros = NamedInitializer("zeros")
  static let heNormal = NamedInitializer("he_normal")
  static let lecunNormal = NamedInitializer("lecun_normal")
  static let xavierUniform = NamedInitializer("xavier_uniform")

  /// The default for weights in front of an activation: what suits it, and xavier where there is none.
  public static func standard(before activation: (any ActivationLayer)?) -> NamedInitializer {
    activation?.initializer ?? .xavierUniform
  }

  /// The numbers to draw for a matrix of weights.
  ///
  /// - Precondition: the name is known and the count of arguments is right; the checker saw to it.
  public func resolved(fanIn: Int, fanOut: Int) -> Initializer {
    guard let rule = Self.rules[name], rule.counts.contains(arguments.count) else {
      preconditionFailure("unchecked initialiser '\(name)'")
    }
    return rule.make(Double(fanIn), Double(fanOut), arguments)
  }
}
