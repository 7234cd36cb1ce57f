import Execution
import IR
import Kernels
import Lowering
import Operators
import Passes
import Source
import Syntax
import Testing

@testable import Training

@Suite struct MemoryBudgetTests {
  @Test(arguments: [
    ("20MB", 20_000_000), ("1.5 GB", 1_500_000_000), ("512KiB", 524_288), ("2mib", 2_097_152),
    ("1048576", 1_048_576), ("64 B", 64),
  ]) func sizesAreRead(text: String, bytes: Int) {
    #expect(MemoryBudget(text)?.byteCount == bytes)
  }

  @Test(arguments: [
    "", "MB", "-1MB", "20 apples", "1e9", "0", "0.1B", "1.5", "1.5B", "20.5 b", "nan", "٣MB",
    "9999999999TB",
  ])
  func otherTextsAreNot(text: String) { #expect(MemoryBudget(text) == nil) }

  private static let text = """
    input 16
    \(String(repeating: "dense 24 relu\n", count: 40))softmax 4
    optimizer sgd lr=0.01
    """

  private func model(_ text: String) throws -> Model {
    let parsed = parse(SourceText(name: "m.nn", text))
    return try check(parsed.program, syntaxErrors: parsed.diagnostics, data: nil).model
  }

  private func step() throws -> (graph: Graph, forwardFlops: Int) {
    let model = try model(Self.text)
    let forward = try model.lower(rows: 256, element: .f32, mode: .training)
    return (try Compiler(model).trainingStep(rows: 256), forward.flops)
  }

  private func bytes(_ plan: Plan) -> Int { plan.memory.whole }

  @Test func aStepThatFitsIsLeftAlone() throws {
    let graph = try step().graph
    let plan = try MemoryBudget(byteCount: 1 << 30).plan(graph, workers: 2, gathered: [])
    #expect(plan.graph.text == graph.text)
  }

  @Test(arguments: [1, 2]) func theTighterTheBudgetTheMoreIsRecomputed(workers: Int) throws {
    let (graph, forwardFlops) = try step()
    let whole = bytes(Plan(graph, workers: workers))
    var last = 0
    for share in [0.9, 0.7, 0.6, 0.5] {
      let budget = MemoryBudget(byteCount: Int(share * Double(whole)))
      let plan = try budget.plan(graph, workers: workers, gathered: [])
      try plan.verify()
      #expect(bytes(plan) <= budget.byteCount)
      let extra = plan.graph.flops - graph.flops
      #expect(extra >= last && extra > 0 && extra <= forwardFlops)
      last = extra
    }
  }

  /// What a refusal says: how many plans were made, and what the smallest takes.
  private func refusal(
    _ graph: Graph, workers: Int, gathered: Set<String> = []
  ) throws -> (plans: Int, least: Int) {
    let states = graph.states.reduce(0) { $0 + graph.type(of: $1.value).byteCount }
    do {
      _ = try MemoryBudget(byteCount: states + 64).plan(
        graph, workers: workers, gathered: gathered)
    } catch let error as InputError {
      #expect(error.diagnostics[0].code == "E0506")
      let message = error.diagnostics[0].message
      let found = message.firstMatch(
        of: /the smallest of ([0-9]+) plans? that were tried takes ([0-9,]+) bytes/)
      let numbers = try #require(found, "\(message)")
      return (
        try #require(Int(numbers.1)), try #require(Int(numbers.2.filter { $0 != "," }))
      )
    }
    Issue.record("a plan that takes 64 bytes beside its states")
    return (0, 0)
  }

  @Test(arguments: [1, 2]) func whatIsSaidToFitDoes(workers: Int) throws {
    let graph = try step().graph
    let least = try refusal(graph, workers: workers).least
    let plan = try MemoryBudget(byteCount: least).plan(graph, workers: workers, gathered: [])
    #expect(bytes(plan) <= least)
    #expect(2 * least < bytes(Plan(graph, workers: workers)) + graph.stateBytes)
  }

  /// Whether a step is planned within so many bytes.
  private func fits(_ byteCount: Int, _ graph: Graph, workers: Int) throws -> Bool {
    do {
      let plan = try MemoryBudget(byteCount: byteCount).plan(
        graph, workers: workers, gathered: ["rows", "labels"])
      #expect(bytes(plan) <= byteCount)
      return true
    } catch is InputError {
      return false
    }
  }

  private static let refused = [
    "input 784; l2 1e-4; dense 20 relu; dense 12 tanh l1=1e-3; softmax 10; batch 32",
    "input 5; dense 7 tanh; batchnorm; dropout 0.3; dense 9 relu; linear 2; batch 50",
    mixedLayers,
  ]

  /// What a refusal says to be the least is accepted, and a byte less is not, wherever one starts.
  @Test(arguments: refused, [1, 2]) func theLeastIsTheLeast(text: String, workers: Int) throws {
    let model = try model(text)
    let compiler = Compiler(model)
    let graph = try compiler.trainingStep(rows: 32)
    let usual = bytes(Plan(graph, workers: workers, gathered: ["rows", "labels"]))
    let least = try refusal(graph, workers: workers, gathered: ["rows", "labels"]).least
    #expect(least <= usual)
    #expect(try fits(least, graph, workers: workers))
    #expect(try !fits(least - 1, graph, workers: workers))
    #expect(try fits((least + usual) / 2, graph, workers: workers))
    #expect(try !fits(graph.stateBytes, graph, workers: workers))
    // Prediction has nothing to recompute, and no optimizer whose states could be fewer.
    let prediction = try compiler.inference(rows: 32)
    #expect {
      try MemoryBudget(byteCount: 8).plan(prediction, workers: workers, gathered: ["rows"])
    } throws: { error in
      let diagnostic = (error as? InputError)?.diagnostics.first
      return diagnostic?.message.hasPrefix("a run does not fit 8 bytes") == true
        && diagnostic?.help.contains { $0.contains("optimizer") } == false
    }
  }

  @Test func statesThatExceedTheBudgetAreNamed() throws {
    let graph = try step().graph
    #expect {
      try MemoryBudget(byteCount: graph.stateBytes - 1).plan(graph, workers: 1, gathered: [])
    } throws: { error in
      let diagnostic = (error as? InputError)?.diagnostics.first
      return diagnostic?.help.first?.hasSuffix("an optimizer with fewer states") == true
    }
  }

  /// However deep the network, a budget is refused after some sixteen plans, of which the smallest
  /// takes about as much as the best of all segments.
  @Test(arguments: [10, 100, 700]) func aRefusalTakesFewPlans(layers: Int) throws {
    let text = "input 4\n" + String(repeating: "dense 4 relu\n", count: layers) + "softmax 2"
    let parsed = parse(SourceText(name: "m.nn", text))
    let model = try check(parsed.program, syntaxErrors: parsed.diagnostics, data: nil).model
    let graph = try Compiler(model).trainingStep(rows: 64)
    let (plans, least) = try refusal(graph, workers: 1)
    #expect(plans <= 18)
    guard layers <= 100 else { return }
    var best = bytes(Plan(graph, workers: 1))
    var size = SavedValues(graph, StepParts(graph)).byteCount
    while size > 256 {
      size = size * 6 / 7
      guard let rewrite = try Recompute(segmentBytes: size).run(on: graph) else { continue }
      best = min(best, bytes(Plan(rewrite.graph, workers: 1)))
    }
    #expect(Double(least) <= 1.02 * Double(best))
  }
}

extension MemoryBudgetTests {
  private static let mixedLayers = """
    input 20
    dense 16 relu l2=1e-3; batchnorm; dropout 0.3
    dense 16; batchnorm; tanh; dropout 0.2
    dense 16 sigmoid; dense 16 relu; batchnorm
    dense 8 relu; dropout 0.1; dense 8 tanh
    softmax 3
    batch 64
    """

  @Test(arguments: [1, 2, 3]) func trainingIsTheSameToTheBit(threads: Int) throws {
    let parsed = parse(SourceText(name: "m.nn", Self.mixedLayers))
    let model = try check(parsed.program, syntaxErrors: parsed.diagnostics, data: nil).model
    let rows = try LoadedRows(random: 200, columns: 20, classes: 3, seed: 5)
    func train(_ budget: MemoryBudget?) throws -> (Network, [EpochRecord]) {
      let network = try Network(model, threads: threads, trainingRows: 64, budget: budget)
      let trainer = try Trainer(
        network, rows: rows, validation: nil, length: TrainingLength(epochs: 2))
      return (network, try trainer.run().history)
    }
    let graph = try Compiler(model).trainingStep(rows: 64)
    let whole = bytes(Plan(graph, workers: threads, gathered: ["rows", "labels"]))
    let budget = MemoryBudget(byteCount: whole * 9 / 10)
    let tight = try budget.plan(graph, workers: threads, gathered: ["rows", "labels"])
    #expect(tight.graph.nodes.contains { $0.isRecomputed })
    let (expected, history) = try train(nil)
    let (found, again) = try train(budget)
    #expect(again.map(\.trainLoss) == history.map(\.trainLoss))
    for (state, other) in zip(expected.states.entries, found.states.entries) {
      let same = state.matrix.values(as: Float.self) == other.matrix.values(as: Float.self)
      #expect(same, "\(state.name)")
    }
  }
}

extension MemoryBudgetTests {
  /// A node's second copy is cut as the first, and all nodes as in the plan without recomputation:
  /// where each of them is given, the planner chooses nothing.
  @Test(arguments: [1, 2, 3, 4]) func givenSharesAreTaken(workers: Int) throws {
    let parsed = parse(SourceText(name: "m.nn", Self.mixedLayers))
    let model = try check(parsed.program, syntaxErrors: parsed.diagnostics, data: nil).model
    let graph = try Compiler(model).trainingStep(rows: 64)
    let usual = Plan(graph, workers: workers, gathered: ["rows", "labels"])
    let cuts = Dictionary(uniqueKeysWithValues: usual.tasks.map { ($0.node, $0.blocks) })
    for parts in 2...6 {
      let saved = SavedValues(graph, StepParts(graph)).byteCount
      let rewrite = try #require(try Recompute(segmentBytes: saved / parts).run(on: graph))
      let plan = Plan(
        rewrite.graph, workers: workers, gathered: ["rows", "labels"],
        shares: RecomputeSearch.shares(of: rewrite, as: usual))
      try plan.verify()
      let firsts = rewrite.graph.nodes.indices.filter { !rewrite.graph.nodes[$0].isRecomputed }
      #expect(firsts.count == graph.nodes.count)
      var copies = 0
      for task in plan.tasks {
        let node = rewrite.graph[task.node]
        if let place = firsts.firstIndex(of: task.node.index) {
          #expect(task.blocks == cuts[NodeID(place)])
        } else {
          let sources = graph.nodes.indices.filter {
            graph.nodes[$0].op.name == node.op.name && graph.nodes[$0].origin == node.origin
              && graph.nodes[$0].op.attributes == node.op.attributes
              && graph.types(of: graph.nodes[$0].results) == rewrite.graph.types(of: node.results)
          }
          #expect(sources.contains { cuts[NodeID($0)] == task.blocks })
          copies += 1
        }
      }
      #expect(copies > 0)
    }
  }

  /// Shares along another axis are kept too, and a plan with them is right.
  @Test func sharesAlongColumnsAreTaken() throws {
    let (graph, _) = try step()
    let rewrite = try #require(
      try Recompute(segmentBytes: SavedValues(graph, StepParts(graph)).byteCount / 5).run(on: graph)
    )
    let shares = rewrite.graph.nodes.map { node -> [Block?]? in
      let work = rewrite.graph.work(of: node)
      guard node.isRecomputed, work.axes.contains(.columns), work.columns > 1 else { return nil }
      let middle = work.columns / 2
      return [0..<middle, middle..<work.columns].map { Block(rows: 0..<work.rows, columns: $0) }
    }
    #expect(shares.contains { $0 != nil })
    let plan = Plan(rewrite.graph, workers: 2, shares: shares)
    try plan.verify()
    for task in plan.tasks {
      if let given = shares[task.node.index] { #expect(task.blocks == given) }
    }
  }
}

extension Graph {
  /// The bytes of all states.
  fileprivate var stateBytes: Int { states.reduce(0) { $0 + type(of: $1.value).byteCount } }
}
