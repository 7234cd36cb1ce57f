import IR
import Operators
import Testing

/// The numbers that an initialiser's name stands for, for 200 inputs and 50 outputs.
@Suite struct NamedInitializerTests {
  private static let limits: [(String, [Double], Initializer)] = [
    ("zeros", [], .constant(0)),
    ("ones", [], .constant(1)),
    ("constant", [-0.5], .constant(-0.5)),
    ("normal", [], .normal(mean: 0, deviation: 1)),
    ("normal", [0.01], .normal(mean: 0, deviation: 0.01)),
    // 1 / sqrt(200)
    (
      "uniform", [], .uniform(low: -0.070_710_678_118_654_75, high: 0.070_710_678_118_654_75)
    ),
    ("uniform", [0.3], .uniform(low: -0.3, high: 0.3)),
    ("truncated_normal", [], .truncatedNormal(mean: 0, deviation: 1)),
    ("truncated_normal", [0.05], .truncatedNormal(mean: 0, deviation: 0.05)),
    ("orthogonal", [], .orthogonal(gain: 1)),
    ("orthogonal", [1.5], .orthogonal(gain: 1.5)),
    // 1 / sqrt(200)
    ("lecun_normal", [], .normal(mean: 0, deviation: 0.070_710_678_118_654_75)),
    // sqrt(3 / 200)
    (
      "lecun_uniform", [],
      .uniform(low: -0.122_474_487_139_158_9, high: 0.122_474_487_139_158_9)
    ),
    // sqrt(2 / 250)
    ("xavier_normal", [], .normal(mean: 0, deviation: 0.089_442_719_099_991_59)),
    // sqrt(6 / 250)
    (
      "xavier_uniform", [],
      .uniform(low: -0.154_919_333_848_296_68, high: 0.154_919_333_848_296_68)
    ),
    // sqrt(2 / 200)
    ("he_normal", [], .normal(mean: 0, deviation: 0.1)),
    // sqrt(6 / 200)
    ("he_uniform", [], .uniform(low: -0.173_205_080_756_887_73, high: 0.173_205_080_756_887_73)),
  ]

  @Test func namesStandForTheNumbersOfTheirPapers() {
    for (name, arguments, expected) in Self.limits {
      let resolved = NamedInitializer(name, arguments).resolved(fanIn: 200, fanOut: 50)
      switch (resolved, expected) {
      case (.constant(let a), .constant(let b)), (.orthogonal(let a), .orthogonal(let b)):
        #expect(a == b)
      case (.normal(let mean, let a), .normal(_, let b)),
        (.truncatedNormal(let mean, let a), .truncatedNormal(_, let b)):
        #expect(mean == 0 && abs(a - b) < 1e-15, "\(name)")
      case (.uniform(let low, let high), .uniform(_, let b)):
        #expect(low == -high && abs(high - b) < 1e-15, "\(name)")
      default: Issue.record("\(name) stands for \(resolved)")
      }
    }
    #expect(Set(Self.limits.map { $0.0 }).sorted() == NamedInitializer.names)
  }

  @Test func argumentCounts() {
    for (name, arguments, _) in Self.limits {
      #expect(NamedInitializer.argumentCounts(of: name)?.contains(arguments.count) == true)
    }
    #expect(NamedInitializer.argumentCounts(of: "constant") == 1...1)
    #expect(NamedInitializer.argumentCounts(of: "normal") == 0...1)
    #expect(NamedInitializer.argumentCounts(of: "he_normal") == 0...0)
    #expect(NamedInitializer.argumentCounts(of: "glorot") == nil)
  }

  @Test func activationsHaveWhatTheirPapersSay() {
    let expected = [
      "relu": "he_normal", "leaky_relu": "he_normal", "prelu": "he_normal", "elu": "he_normal",
      "selu": "lecun_normal", "gelu": "he_normal", "silu": "he_normal",
      "softplus": "xavier_uniform", "sigmoid": "xavier_uniform", "tanh": "xavier_uniform",
    ]
    #expect(expected.keys.sorted() == Catalog.activationNames.sorted())
    for type in Catalog.activations {
      let standard = NamedInitializer.standard(before: type.init(Arguments()))
      #expect(standard.name == expected[type.signature.keyword])
    }
    #expect(NamedInitializer.standard(before: nil).name == "xavier_uniform")
  }
}
