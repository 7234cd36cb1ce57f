import Foundation
import IR
import Kernels
import Lowering
import Operators
import Testing

@testable import Passes

@Suite struct PipelineTests {
  /// The models that come with the program, and made-up ones.
  static let models: [String] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "models")
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let texts = files.sorted().filter { $0.hasSuffix(".nn") }.compactMap {
      try? String(contentsOf: folder.appending(path: $0), encoding: .utf8)
    }
    return texts.map { $0.contains("input") ? $0 : "input 28x28\n" + $0 } + [
      "input 6; dense 5 relu; batchnorm; dropout 0.2; softmax 4",
      "input 6; l1 1e-2; l2 1e-3; dense 5 tanh; dense 4 sigmoid; linear 1; optimizer momentum",
      "input 2x3; batchnorm; dense 5 leaky_relu; dropout 0.5; sigmoid 2; optimizer sgd",
      "input 6; dense 5; relu; dense 5; tanh; sigmoid 1",
      "input 6; noise 0.1; dense 5 weight_noise=0.1; layernorm; gelu; dropout 0.2; dense 5 prelu; "
        + "batchnorm scale=no; silu; dense 5 elu alpha=0.5; dropout 0.2; dense 4 softplus; softmax 3",
      "input 6; l2 1e-3; dense 5; batchnorm; leaky_relu; dropout 0.3; dense 4 tanh; dropout 0.2; "
        + "batchnorm; softmax 3",
    ]
  }()

  @Test func theModelsAreThere() { #expect(Self.models.count > 4) }

  @Test(arguments: models) func allLevelsTrainAlike(text: String) throws {
    let model = try model(text)
    let forward = try model.lower(rows: 6, element: .f64, mode: .training)
    func train(_ level: OptimizationLevel) throws -> (states: [String: [Double]], [Double]) {
      let graph = try Pipeline.training(model.optimizer, level).run(on: forward)
      let found = try results(of: graph, steps: 3, workers: 2)
      return (found.states, found.losses)
    }
    let (states, losses) = try train(.none)
    #expect(losses.allSatisfy { $0.isFinite && $0 > 0 })
    for level in [OptimizationLevel.basic, .full] {
      let (otherStates, otherLosses) = try train(level)
      expectEqual(otherLosses, losses, tolerance: 1e-11, "\(level)")
      for (name, values) in otherStates {
        // Adam divides by the size of a gradient, even one that is nothing but rounding.
        expectEqual(values, states[name] ?? [], tolerance: 1e-7, "\(level) \(name)")
      }
    }
  }

  @Test(arguments: models) func allLevelsPredictAlike(text: String) throws {
    let forward = try model(text).lower(rows: 6, element: .f64, mode: .inference)
    let expected = try results(of: forward).outputs
    for level in OptimizationLevel.allCases {
      let found = try results(of: Pipeline.inference(level).run(on: forward)).outputs
      for (name, values) in expected {
        expectEqual(found[name] ?? [], values, tolerance: 1e-12, "\(level) \(name)")
      }
    }
  }

  @Test func aLevelLeavesOutPassesFromTheEnd() throws {
    let model = try model("input 5; dense 6 relu; softmax 3")
    let forward = try model.lower(rows: 6, element: .f64, mode: .training)
    var seen: [[String]] = []
    for level in OptimizationLevel.allCases {
      var names: [String] = []
      _ = try Pipeline.training(model.optimizer, level).run(on: forward) { stage in
        try stage.graph.verify()
        if stage.moment == .before, (stage.round ?? 1) == 1 { names.append(stage.name) }
      }
      seen.append(names)
    }
    #expect(seen[0] == ["differentiate"])
    #expect(
      seen[1] == [
        "differentiate", "fold-constants", "simplify-algebra", "share-equal-nodes",
        "eliminate-dead-nodes",
      ])
    #expect(Set(seen[2] + ["fold-batchnorm"]) == Set(Pipeline.passNames))
    let inference = try model.lower(rows: 6, mode: .inference)
    #expect(try Pipeline.inference(.none).run(on: inference).text == inference.text)
  }

  /// A pass that is wrong in some way.
  private struct Broken: Pass {
    let name = "broken"
    let isRepeated = false
    let damage: @Sendable (Graph) throws(ShapeError) -> Rewrite?
    func run(on graph: Graph) throws(ShapeError) -> Rewrite? { try damage(graph) }
  }

  private func expectRefusal(
    _ damage: @escaping @Sendable (Graph) throws(ShapeError) -> Rewrite?,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let graph = try model("input 5; dense 6 relu; batchnorm; dropout 0.5; softmax 3").lower(
      rows: 6, element: .f64, mode: .training)
    #expect(throws: VerificationError.self, sourceLocation: sourceLocation) {
      try Pipeline([Broken(damage: damage)]).run(on: graph)
    }
  }

  /// The graph with changed parts.
  private static func rebuilt(
    _ graph: Graph, values: [Value]? = nil, nodes: [Node]? = nil, updates: [Update]? = nil
  ) -> Rewrite {
    Rewrite(
      graph: Graph(
        name: graph.name, seed: graph.seed, values: values ?? graph.values,
        nodes: nodes ?? graph.nodes, inputs: graph.inputs, states: graph.states,
        updates: updates ?? graph.updates, outputs: graph.outputs),
      touched: [])
  }

  @Test func aWrongTypeIsRefused() throws {
    try expectRefusal { graph in
      var values = graph.values
      values[graph.nodes[0].results[0].index].type.shape = [6, 7]
      return Self.rebuilt(graph, values: values)
    }
  }

  @Test func swappedOperandsAreRefused() throws {
    try expectRefusal { graph in
      var nodes = graph.nodes
      nodes[0] = nodes[0].reading(nodes[0].operands.reversed(), results: nodes[0].results)
      return Self.rebuilt(graph, nodes: nodes)
    }
  }

  @Test func aNodeBeforeItsOperandsIsRefused() throws {
    try expectRefusal { graph in
      var nodes = graph.nodes
      nodes.swapAt(0, 1)
      return Self.rebuilt(graph, nodes: nodes)
    }
  }

  @Test func aRandomSiteUsedTwiceIsRefused() throws {
    try expectRefusal { (graph) throws(ShapeError) in
      var rewriter = Rewriter(graph)
      for node in graph.nodes {
        try rewriter.copy(node)
        if node.op is Dropout {
          try rewriter.add(node.op, node.operands.map { rewriter($0) }, origin: nil)
        }
      }
      return Rewrite(rewriter)
    }
  }

  @Test func aStateUpdatedTwiceIsRefused() throws {
    try expectRefusal { Self.rebuilt($0, updates: $0.updates + $0.updates) }
  }

  @Test func anUpdateOfAnotherTypeIsRefused() throws {
    try expectRefusal { graph in
      var updates = graph.updates
      updates[0].value = graph.nodes[0].results[0]
      return Self.rebuilt(graph, updates: updates)
    }
  }
}
