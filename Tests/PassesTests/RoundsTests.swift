import IR
import Kernels
import Lowering
import Operators
import Testing

@testable import Passes

/// Passes that are repeated until nothing changes.
@Suite struct RoundsTests {
  /// A pass made for a test.
  private struct Planted: Pass {
    let name: String
    var isRepeated = true
    let body: @Sendable (Graph) throws(ShapeError) -> Rewrite?
    func run(on graph: Graph) throws(ShapeError) -> Rewrite? { try body(graph) }
  }

  private func chain(_ length: Int) throws -> Graph {
    var graph = Graph(name: "g", seed: 1)
    var value = graph.addInput("rows", TensorType(.f64, [3, 2]))
    for _ in 0..<length { value = try graph.add(Tanh(), [value])[0] }
    graph.addOutput("y", value)
    return graph
  }

  /// Leaves out the last node.
  private static let shortening = Planted(name: "shorten") { (graph) throws(ShapeError) in
    guard let last = graph.nodes.last else { return nil }
    var rewriter = Rewriter(graph)
    for node in graph.nodes.dropLast() { try rewriter.copy(node) }
    rewriter.substitute(last.results[0], by: rewriter(last.operands[0]))
    return Rewrite(rewriter)
  }

  /// Replaces the activations, which changes something and lowers nothing.
  private static func exchange(_ graph: Graph) throws(ShapeError) -> Rewrite? {
    var rewriter = Rewriter(graph)
    for node in graph.nodes {
      let op: any Op = node.op is Tanh ? Sigmoid() : Tanh()
      let results = try rewriter.add(op, node.operands.map { rewriter($0) }, origin: nil)
      rewriter.substitute(node.results[0], by: results[0])
    }
    return Rewrite(rewriter)
  }

  /// Adds a node that nothing reads.
  private static func grow(_ graph: Graph) throws(ShapeError) -> Rewrite? {
    var rewriter = Rewriter(graph)
    for node in graph.nodes { try rewriter.copy(node) }
    try rewriter.add(Tanh(), [rewriter(graph.inputs[0])], origin: nil)
    return Rewrite(rewriter)
  }

  @Test func aPassThatLowersNothingIsABug() throws {
    let graph = try chain(3)
    let exchange = Planted(name: "exchange") { (graph) throws(ShapeError) in
      try Self.exchange(graph)
    }
    let grow = Planted(name: "grow") { (graph) throws(ShapeError) in try Self.grow(graph) }
    for var planted in [exchange, grow] {
      #expect(throws: VerificationError.self) { try Pipeline([planted]).run(on: graph) }
      planted.isRepeated = false
      #expect(try Pipeline([planted, EliminateDeadNodes()]).run(on: graph).nodes.count == 3)
    }
  }

  @Test func roundsGoOnUntilNothingChanges() throws {
    let graph = try chain(5)
    var rounds: [Int?] = []
    let result = try Pipeline([Self.shortening]).run(on: graph) {
      if $0.moment == .before { rounds.append($0.round) }
    }
    #expect(result.nodes.isEmpty)
    #expect(rounds == [1, 2, 3, 4, 5, 6])
  }

  /// Passes that run once cut the list into stretches, and keep their place.
  @Test func eachStretchIsRepeatedOnItsOwn() throws {
    let grow = Planted(name: "grow", isRepeated: false) { (graph) throws(ShapeError) in
      try Self.grow(graph)
    }
    var seen: [String] = []
    let passes: [any Pass] = [EliminateDeadNodes(), grow, grow, EliminateDeadNodes()]
    _ = try Pipeline(passes).run(on: chain(1)) { stage in
      guard case .after(let changed) = stage.moment else { return }
      seen.append("\(stage.round.map(String.init) ?? "once") \(stage.name) \(changed)")
    }
    #expect(
      seen == [
        "1 eliminate-dead-nodes false", "once grow true", "once grow true",
        "1 eliminate-dead-nodes true", "2 eliminate-dead-nodes false",
      ])
  }

  /// A pass is left out while the graph is as it was when it last found nothing.
  @Test func nothingIsLookedAtTwice() throws {
    var seen: [String] = []
    let nothing = Planted(name: "nothing") { (_) throws(ShapeError) in nil }
    _ = try Pipeline([Self.shortening, nothing]).run(on: chain(1)) { stage in
      guard stage.moment == .before else { return }
      seen.append("\(stage.round ?? 0) \(stage.name)")
    }
    #expect(seen == ["1 shorten", "1 nothing", "2 shorten"])
  }

  @Test func modelsNeedFewRounds() throws {
    for text in PipelineTests.models {
      let model = try model(text)
      for (pipeline, mode) in [
        (Pipeline.training(model.optimizer, .full), Mode.training),
        (.inference(.full), .inference),
      ] {
        var rounds = 0
        let lowered = try model.lower(rows: 6, mode: mode)
        _ = try pipeline.run(on: lowered) { rounds = max(rounds, $0.round ?? 0) }
        #expect(rounds <= 3)
      }
    }
  }

  @Test(arguments: [ElementType.f32, .f64]) func randomGraphs(element: ElementType) throws {
    var changes = 0
    for seed in 0..<150 {
      let graph = try RandomAlgebra.make(seed, size: 40, element: element)
      let passes = Pipeline.optimizations(.full)
      var size = graph.size
      var rounds = 0
      let result = try Pipeline(passes).run(on: graph) { stage in
        try stage.graph.verify()
        rounds = max(rounds, stage.round ?? 0)
        guard case .after(let changed) = stage.moment else { return }
        #expect(changed == (stage.graph.size < size))
        changes += changed ? 1 : 0
        size = stage.graph.size
      }
      #expect(rounds <= graph.size - result.size + 1)
      for pass in passes { #expect(try pass.run(on: result) == nil, "\(pass.name), seed \(seed)") }
      let before = try results(of: graph).outputs
      let after = try results(of: result).outputs
      for (name, values) in before {
        expectEqual(after[name] ?? [], values, tolerance: 0, "\(name), seed \(seed)")
      }
    }
    #expect(changes > 300)
  }
}
