import IR
import Lowering
import Operators
import Testing

/// What layers with arguments of their own expand into.
@Suite struct LayerTests {
  private func graph(_ text: String, _ mode: Mode = .training) throws -> Graph {
    try checked("input 8; \(text); linear 1").model.lower(rows: 2, mode: mode)
  }

  /// The first operator of a type.
  private func first<T: Op>(_ type: T.Type, _ text: String) throws -> T? {
    try graph(text).nodes.compactMap { $0.op as? T }.first
  }

  private func states(_ text: String) throws -> [String] {
    let graph = try graph(text)
    return graph.states.map { "\($0.name) \(graph.type(of: $0.value)) \($0.initializer)" }
  }

  @Test func activationsTakeTheirArgumentsEitherWay() throws {
    #expect(try first(LeakyReLU.self, "leaky_relu")?.slope == 0.01)
    #expect(try first(LeakyReLU.self, "leaky_relu 0.1")?.slope == 0.1)
    #expect(try first(LeakyReLU.self, "dense 3 leaky_relu slope=0.1")?.slope == 0.1)
    #expect(try first(ELU.self, "dense 3 elu")?.alpha == 1)
    #expect(try first(ELU.self, "elu 0.5")?.alpha == 0.5)
    #expect(try first(ELU.self, "dense 3 elu alpha=0.5")?.alpha == 0.5)
    #expect(try first(Softplus.self, "softplus 3")?.beta == 3)
    #expect(try first(Softplus.self, "dense 3 softplus beta=3")?.beta == 3)
    #expect(try first(GELU.self, "gelu")?.isApproximate == false)
    #expect(try first(GELU.self, "gelu approximate=tanh")?.isApproximate == true)
    #expect(try first(GELU.self, "dense 3 gelu approximate=tanh")?.isApproximate == true)
    #expect(try first(SELU.self, "dense 3 selu") != nil && first(SiLU.self, "silu") != nil)
    #expect(codes("input 8; dense 3 elu slope=0.1; linear 1") == ["E0216"])
    #expect(codes("input 8; dense 3 relu per=unit; linear 1") == ["E0216"])
    #expect(codes("input 8; gelu approximate=erf; linear 1") == ["E0202"])
  }

  @Test func preluHasItsSlopes() throws {
    #expect(try states("prelu")[0] == "prelu1.slope f32[1] constant(0.25)")
    #expect(try states("prelu 0.1 per=unit")[0] == "prelu1.slope f32[8] constant(0.1)")
    let dense = try graph("dense 3 prelu slope=0.5 per=unit; l2 0.1")
    #expect(dense.states.map(\.name).contains("dense1.slope"))
    for state in dense.states where state.name.hasSuffix("slope") {
      #expect(state.penalty == .none && state.role == .parameter)
      #expect(dense.type(of: state.value).shape == [3])
    }
  }

  @Test func noiseIsForTrainingAlone() throws {
    let text = "noise 0.1; dense 3 weight_noise=0.2; noise 0; dropout 0.5; noise 0.3"
    let training = try graph(text)
    let found = training.nodes.compactMap { $0.op as? Noise }
    #expect(found.map(\.deviation) == [0.1, 0.2, 0.3])
    // Sites are numbered with those of layers that do nothing.
    #expect(training.nodes.compactMap(\.op.randomSite) == [1, 2, 4, 5])
    let inference = try graph(text, .inference)
    #expect(inference.nodes.allSatisfy { $0.op.randomSite == nil })
    #expect(inference.input("step") == nil)
  }

  @Test func normalisationsWithoutGainOrShift() throws {
    for layer in ["batchnorm", "layernorm"] {
      func names(_ arguments: String) throws -> [String] {
        try graph("\(layer)\(arguments)").states.filter { $0.role == .parameter }.map(\.name)
          .filter { $0.hasPrefix(layer) }
      }
      #expect(try names("") == ["\(layer)1.gamma", "\(layer)1.beta"])
      #expect(try names(" scale=no") == ["\(layer)1.beta"])
      #expect(try names(" center=no scale=yes") == ["\(layer)1.gamma"])
      #expect(try names(" center=no scale=no") == [])
    }
    #expect(codes("input 8; batchnorm scale=maybe; linear 1") == ["E0202"])
    #expect(try first(Layernorm.self, "layernorm epsilon=0.5")?.epsilon == 0.5)
  }

  @Test func biasesAndWeightsHaveTheirInitialisers() throws {
    let plain = "dense1.bias f32[4] constant(0.0)"
    #expect(try states("dense 4 relu").contains(plain))
    #expect(
      try states("dense 4 bias_init=constant(0.1)").contains("dense1.bias f32[4] constant(0.1)"))
    // 1 / sqrt(8)
    #expect(
      try states("dense 4 bias_init=uniform").contains(
        "dense1.bias f32[4] uniform(-0.35355339059327373, 0.35355339059327373)"))
    #expect(
      try states("dense 4 init=truncated_normal(0.05)").contains(
        "dense1.weight f32[8,4] truncated_normal(0.0, 0.05)"))
    #expect(
      try states("dense 4 init=orthogonal").contains("dense1.weight f32[8,4] orthogonal(1.0)"))
    #expect(
      try initializers("input 8; dense 4 selu; linear 1")[0] == "normal(0.0, 0.35355339059327373)")
    #expect(try initializers("input 8; dense 4; prelu; linear 1")[0] == "normal(0.0, 0.5)")
    let text = "input 90000; dense 90000 init=orthogonal; linear 1"
    #expect(throws: (any Error).self) { try checked(text).model.lower(rows: 1, mode: .training) }
  }
}
