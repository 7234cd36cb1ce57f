import IR
import Kernels
import Lowering
import Operators
import Source
import Testing

@Suite struct LowerTests {
  @Test func graphHasTheContractsInputsAndOutputs() throws {
    let model = try checked("dense 300 relu; batchnorm; dropout 0.2; softmax 10", data: fashion)
      .model
    let graph = try model.lower(rows: 64, mode: .training)
    try graph.verify()
    #expect(graph.input("rows").map(graph.type(of:)) == TensorType(.f32, [64, 28, 28]))
    #expect(graph.input("labels").map(graph.type(of:)) == TensorType(.i32, [64]))
    #expect(graph.input("step").map(graph.type(of:)) == TensorType(.i32, []))
    #expect(graph.output("prediction").map(graph.type(of:)) == TensorType(.f32, [64, 10]))
    #expect(graph.output("loss").map(graph.type(of:)) == TensorType(.f64, []))
    #expect(graph.output("accuracy").map(graph.type(of:)) == TensorType(.f64, []))
    #expect(
      graph.states.map(\.name) == [
        "dense1.weight", "dense1.bias", "batchnorm1.gamma", "batchnorm1.beta", "batchnorm1.mean",
        "batchnorm1.variance", "softmax1.weight", "softmax1.bias",
      ])
    #expect(graph.updates.count == 2)
    #expect(
      graph.nodes.map(\.op.name) == [
        "reshape", "matmul", "add_bias", "relu", "batchnorm", "moving_average", "moving_average",
        "dropout", "matmul", "add_bias", "softmax", "softmax_cross_entropy", "mean",
        "argmax_equals", "mean",
      ])
    #expect(graph.nodes[1].origin == Origin(layer: "dense1", line: 1))
  }

  @Test func inferenceHasNeitherDropoutNorUpdates() throws {
    let model = try checked("dense 30 relu; batchnorm; dropout 0.2; softmax 10", data: fashion)
      .model
    let graph = try model.lower(rows: 1, element: .f64, mode: .inference)
    try graph.verify()
    let names = graph.nodes.map(\.op.name)
    #expect(names.contains("batchnorm_inference") && !names.contains("dropout"))
    #expect(graph.updates.isEmpty && graph.input("step") == nil)
    #expect(graph.output("prediction").map(graph.type(of:)) == TensorType(.f64, [1, 10]))
  }

  @Test func headsHaveTheirOwnPredictionsAndAccuracies() throws {
    func graph(_ text: String) throws -> Graph {
      try checked(text).model.lower(rows: 3, mode: .inference)
    }
    let linear = try graph("input 5; linear 1")
    #expect(linear.output("accuracy") == nil)
    #expect(linear.input("labels").map(linear.type(of:)) == TensorType(.f32, [3, 1]))
    #expect(linear.nodes.contains { $0.op is SquaredError })
    let binary = try graph("input 5; sigmoid 1")
    #expect(binary.nodes.contains { $0.op is SignEquals })
    #expect(binary.nodes.contains { $0.op is SigmoidCrossEntropy })
    let independent = try graph("input 5; sigmoid 4")
    #expect(independent.nodes.contains { $0.op is ArgmaxEquals })
  }

  @Test func initializersFollowTheActivation() throws {
    let he = "normal(0.0, 0.5)"
    #expect(try initializers("input 8; dense 4 relu; linear 1")[0] == he)
    #expect(try initializers("input 8; dense 4; relu; linear 1")[0] == he)
    #expect(try initializers("input 8; dense 4; batchnorm; relu; linear 1")[0] == he)
    #expect(try initializers("input 8; dense 4; dropout 0.5; relu; linear 1")[0] == he)
    #expect(try initializers("input 8; dense 4; leaky_relu; linear 1")[0] == he)
    // sqrt(6 / (8 + 4)) and sqrt(6 / (4 + 1))
    let xavier = "uniform(-0.7071067811865476, 0.7071067811865476)"
    #expect(try initializers("input 8; dense 4 tanh; linear 1")[0] == xavier)
    #expect(try initializers("input 8; dense 4; linear 1")[0] == xavier)
    #expect(try initializers("input 8; dense 4; sigmoid; linear 1")[0] == xavier)
    #expect(try initializers("input 8; dense 4; dense 3 relu; linear 1")[0] == xavier)
    #expect(
      try initializers("input 8; dense 4; linear 1")[1]
        == "uniform(-1.0954451150103321, 1.0954451150103321)")
    #expect(
      try initializers("input 8; dense 4 relu init=constant(0.5); linear 1")[0] == "constant(0.5)")
  }

  @Test func penaltiesApplyToWeightsAlone() throws {
    let text = "input 8; dense 4 l2=0.5; batchnorm; linear 1; l1 0.1; l2 0.2"
    let states = try checked(text).model.lower(rows: 2, mode: .training).states
    for state in states {
      let expected: Penalty
      switch state.name {
      case "dense1.weight": expected = Penalty(l1: 0.1, l2: 0.5)
      case "linear1.weight": expected = Penalty(l1: 0.1, l2: 0.2)
      default: expected = .none
      }
      #expect(state.penalty == expected, "\(state.name)")
    }
  }

  /// One row has no unbiased variance; the average takes the biased one.
  @Test func batchnormOfOneRow() throws {
    let model = try checked("input 8; batchnorm; linear 1").model
    func scales(_ rows: Int) throws -> [Attribute?] {
      try model.lower(rows: rows, mode: .training).nodes
        .filter { $0.op is MovingAverage }.map { $0.op.attributes["scale"] }
    }
    #expect(try scales(1) == [nil, nil])
    #expect(try scales(5) == [nil, .real(1.25)])
  }

  @Test func randomSitesAreUniqueAndStay() throws {
    let text = "input 8; dropout 0.5; dense 4; dropout 0; dropout 0.5; linear 1"
    let graph = try checked(text).model.lower(rows: 2, mode: .training)
    #expect(graph.nodes.compactMap(\.op.randomSite) == [1, 3])
  }

  @Test(arguments: [
    "input 8; dense 16000000; dense 16000000; linear 1",
    "input 100000x100000; dense 10; softmax 10",
    "input 1000000000; dense 10; softmax 10",
    "input 3037000499x3037000499; softmax 10",
    "input 3037000499x3037000499; softmax",
    "input 3037000499x3037000499; batchnorm; dropout 0.5; relu; linear",
    "input 1000000000; linear",
    "input 1000000000; relu; sigmoid",
  ])
  func tensorsTooLargeAreAnError(_ text: String) throws {
    let model = try checked(text).model
    for rows in [1, 64, 1 << 24] {
      for mode in [Mode.training, .inference] {
        guard text.contains("100000x") || rows > 1 || text.contains("dense") else { continue }
        let error = #expect(throws: InputError.self, "\(rows) rows") {
          _ = try model.lower(rows: rows, mode: mode)
        }
        #expect(error?.diagnostics.map(\.code) == ["E0217"])
      }
    }
  }

  @Test func tooLargeSaysWhichLayer() throws {
    let model = try checked("input 8\ndense 16000000\ndense 16000000\nlinear 1").model
    let error = try #require(
      throws: InputError.self, performing: { try model.lower(rows: 1, mode: .training) })
    #expect(
      DiagnosticRenderer().text(error.diagnostics) == """
        error[E0217]: 'dense2' has the shape [16000000, 16000000], beyond 2147483647 elements
         --> test.nn:3:1
          |
        3 | dense 16000000
          | ^^^^^^^^^^^^^^ too large
          = help: give this layer or the one before fewer units, or train on smaller batches

        """)
  }

  @Test func aHundredThousandLayers() throws {
    let text = "input 4\n" + String(repeating: "dense 4 relu\n", count: 100_000) + "softmax 2"
    let model = try checked(text).model
    #expect(model.layers.count == 100_001)
    #expect(model.layers[99_999].name == "dense100000" && model.layers[99_999].line == 100_001)
    let graph = try model.lower(rows: 2, mode: .training)
    #expect(graph.states.count == 200_002)
    // On one line, and with a mistake in each.
    let line = String(repeating: "dense 4 rleu;", count: 20_000)
    #expect(codes("input 4;" + line + "softmax 2").count == 20_000)
  }
}
