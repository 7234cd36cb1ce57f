import Execution
import IR
import Kernels
import Lowering
import Operators
import Passes
import Source
import Syntax
import Testing
import Training

@Suite struct MemoryBudgetTests {
  @Test(arguments: [
    ("20MB", 20_000_000), ("1.5 GB", 1_500_000_000), ("512KiB", 524_288), ("2mib", 2_097_152),
    ("1048576", 1_048_576), ("64 B", 64),
  ]) func sizesAreRead(text: String, bytes: Int) {
    #expect(MemoryBudget(text)?.byteCount == bytes)
  }

  @Test(arguments: [
    "", "MB", "-1MB", "20 apples", "1e9", "0", "0.1B", "nan", "٣MB", "9999999999TB",
  ])
  func otherTextsAreNot(text: String) { #expect(MemoryBudget(text) == nil) }

  private static let text = """
    input 16
    \(String(repeating: "dense 24 relu\n", count: 40))softmax 4
    optimizer sgd lr=0.01
    """

  private func step() throws -> (graph: Graph, forwardFlops: Int) {
    let parsed = parse(SourceText(name: "m.nn", Self.text))
    let model = try check(parsed.program, syntaxErrors: parsed.diagnostics, data: nil).model
    let forward = try model.lower(rows: 256, element: .f32, mode: .training)
    return (try Compiler(model).trainingStep(rows: 256), forward.flops)
  }

  private func bytes(_ plan: Plan) -> Int {
    plan.memory.state + plan.memory.planned + plan.persistentBytes
  }

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

  @Test func whatCannotFitIsRefusedWithTheLeastThatWould() throws {
    let graph = try step().graph
    do {
      _ = try MemoryBudget(byteCount: 200_000).plan(graph, workers: 1, gathered: [])
      Issue.record("a plan within 200 kB")
    } catch let error as InputError {
      #expect(error.diagnostics[0].code == "E0506")
      // What it says is enough must be enough.
      let numbers = error.diagnostics[0].message.matches(of: /takes ([0-9,]+) bytes/)
      let least = try #require(numbers.first.flatMap { Int($0.1.filter { $0 != "," }) })
      let plan = try MemoryBudget(byteCount: least).plan(graph, workers: 1, gathered: [])
      #expect(bytes(plan) <= least)
    }
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
