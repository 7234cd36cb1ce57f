import IR
import Kernels
import Lowering
import Operators
import Passes
import Testing

/// Whole training steps before and behind each fusion, one fusion after the other.
@Suite struct FusionTests {
  struct Trial: Sendable, CustomTestStringConvertible {
    var text: String
    /// The fusions that find something, besides that of the cross-entropy's gradient.
    var fusions: Set<String>
    var testDescription: String { text }
  }

  static let trials = [
    Trial(
      text: "input 5; dense 6 relu; dropout 0.3; dense 7 leaky_relu; dropout 0.5; softmax 3",
      fusions: ["bias-activation", "dropout-activation", "softmax-cross-entropy"]),
    Trial(
      text: "input 5; dense 6 sigmoid; dropout 0.3; dense 7; tanh; dropout 0.5; linear 2",
      fusions: ["bias-activation", "dropout-activation"]),
    Trial(
      text: "input 5; dense 33; batchnorm; relu; dense 9; batchnorm; tanh; softmax 3",
      fusions: ["batchnorm-activation", "softmax-cross-entropy"]),
    Trial(
      text: "input 5; dense 33; batchnorm; relu; dropout 0.3; dense 9 relu; batchnorm; sigmoid 2",
      fusions: ["bias-activation", "dropout-activation", "bias-gradient"]),
    Trial(
      text: "input 5; l1 1e-2; l2 1e-3; dense 6 relu l2=0; dense 7; linear 2; optimizer momentum",
      fusions: ["bias-activation", "weight-decay"]),
    Trial(
      text: "input 5; l2 0.1; dense 6 tanh; softmax 2; optimizer sgd",
      fusions: ["bias-activation", "weight-decay", "softmax-cross-entropy"]),
    Trial(
      text: "input 5; l1 0.1; batchnorm; dense 6 tanh l2=0.3; softmax 2",
      fusions: ["bias-activation", "weight-decay", "softmax-cross-entropy"]),
  ]

  /// Nodes and operands, which every fusion must lower.
  private func size(_ graph: Graph) -> Int {
    graph.nodes.reduce(0) { $0 + 1 + $1.operands.count }
  }

  @Test(arguments: trials, [ElementType.f32, .f64])
  func fusionsKeepTheBits(trial: Trial, element: ElementType) throws {
    let model = try model(trial.text)
    let forward = try model.lower(rows: 9, element: element, mode: .training)
    var graph = try Pipeline([Differentiate(model.optimizer), FoldConstants()]).run(on: forward)
    let expected = try results(of: graph, steps: 3)
    var found: Set<String> = []
    for pass in Pipeline.optimizations(.full) where pass.name.hasPrefix("fuse-") {
      guard let rewrite = try pass.run(on: graph) else { continue }
      try rewrite.graph.verify()
      #expect(size(rewrite.graph) < size(graph), "\(pass.name)")
      graph = rewrite.graph
      found.insert(String(pass.name.dropFirst("fuse-".count)))
      let after = try results(of: graph, steps: 3)
      #expect(after.losses == expected.losses, "\(pass.name)")
      for (name, values) in expected.states {
        expectEqual(after.states[name] ?? [], values, tolerance: 0, "\(pass.name) \(name)")
      }
    }
    #expect(found.subtracting(["softmax-cross-entropy-gradient"]) == trial.fusions)
  }

  /// A relu's dropout leaves one tensor to keep for the gradient, and one draw of random numbers.
  @Test func aReluIsNotKeptBesideItsDropout() throws {
    let model = try model("input 5; dense 6 relu; dropout 0.3; softmax 3")
    let graph = try Pipeline.training(model.optimizer, .full).run(
      on: try model.lower(rows: 9, element: .f32, mode: .training))
    #expect(graph.nodes.count { $0.op.randomSite != nil } == 1)
    #expect(graph.nodes.count { $0.op is BiasActivation } == 0)
  }

  /// A penalty's factor that f32 cannot hold, as half of 1e39 or of the smallest number above 0, stays
  /// a gradient of its own; one within the range is joined with the update.
  @Test(arguments: [
    (1e39, false), (1e-45, false), (1e-50, false), (1e38, true), (0.5, true),
  ])
  func penaltiesBeyondTheRangeStay(factor: Double, isFused: Bool) throws {
    let type = TensorType(.f32, [4, 3])
    var graph = Graph(name: "g", seed: 1)
    let weight = graph.addState("w", type, role: .parameter, initializer: .constant(1))
    let (dW, lr) = (graph.addInput("dw", type), graph.addInput("lr", TensorType(.f32, [])))
    let factors = try graph.add(Constant(TensorType(.f32, [4]), value: factor), [])[0]
    let decay = try graph.add(ScaleRows(), [weight, factors])[0]
    let sum = try graph.add(Add(), [decay, dW])[0]
    graph.addUpdate(0, try graph.add(SGDUpdate(), [weight, sum, lr])[0])
    try graph.verify()
    let fused = try FuseWeightDecay().run(on: graph)
    #expect((fused != nil) == isFused)
    guard let fused else { return }
    try fused.graph.verify()
    let update = try #require(fused.graph.nodes.last?.op as? SGDUpdate)
    #expect(update.penalty.l1 == 0 && Float(update.penalty.l2) == Float(factor / 2))
  }

  /// An update with a penalty tells which gradient it follows.
  @Test(arguments: [Penalty(l1: 0.5), Penalty(l2: 0.25), Penalty(l1: 0.5, l2: 0.25)])
  func thePenalisedGradientIsTheUpdates(penalty: Penalty) throws {
    func step(_ op: SGDUpdate, exposing: SGDUpdate? = nil) throws -> [Double] {
      var graph = Graph(name: "g", seed: 1)
      let type = TensorType(.f64, [4, 3])
      let weight = graph.addState(
        "w", type, role: .parameter, initializer: .uniform(low: -1, high: 1))
      let operands = [
        weight, graph.addInput("dw", type), graph.addInput("lr", TensorType(.f64, [])),
      ]
      var rewriter = Rewriter(graph)
      var rewritten = operands.map { rewriter($0) }
      if let exposing { rewritten[1] = try exposing.gradient(rewritten, &rewriter) }
      let result = try rewriter.add(op, rewritten, origin: nil)[0]
      rewriter.addUpdate(of: rewritten[0], to: result)
      return try #require(try results(of: rewriter.graph).states["w"])
    }
    var penalised = SGDUpdate()
    penalised.penalty = penalty
    let found = try step(SGDUpdate(), exposing: penalised)
    #expect(found == (try step(penalised)))
    #expect(found != (try step(SGDUpdate())))
  }

  /// What is computed a second time on purpose keeps its own nodes.
  @Test func recomputedNodesStay() throws {
    var graph = Graph(name: "g", seed: 1)
    let type = TensorType(.f64, [4, 3])
    let rows = graph.addInput("rows", type)
    let sum = try graph.add(Add(), [rows, rows], isRecomputed: true)
    graph.addOutput("y", try graph.add(Tanh(), sum, isRecomputed: true)[0])
    graph.addOutput("z", try graph.add(Tanh(), graph.add(Add(), [rows, rows]))[0])
    let fused = try #require(try FuseAddActivation().run(on: graph)).graph
    #expect(fused.nodes.map(\.op.name) == ["add", "tanh", "add_activation"])
  }
}
