import Execution
import IR
import Kernels
import Operators
import Passes
import RandomGraphs
import Testing

@testable import Training

/// Compares random graphs at -O0 and -O2, value by value, with the states after a step, and has
/// every plan proved.
@Suite struct RandomGraphOptimizationTests {
  private static let blockSize = 25

  private func subject(_ seed: Int) throws -> OptimizationCheck.Subject {
    let size = 8 + seed % 40
    let element: ElementType = seed % 10 == 9 ? .f32 : .f64
    func training(_ optimizer: any Optimizer) throws -> OptimizationCheck.Subject {
      .init(
        "model \(seed)", try RandomGraph.model(seed, size: size, element: element),
        unoptimized: .training(optimizer, .none), optimized: .training(optimizer, .full))
    }
    switch seed % 5 {
    case 0: return try training(SGD(Arguments()))
    case 1:
      return try training(Catalog.optimizers[seed / 5 % Catalog.optimizers.count].init(Arguments()))
    case 2:
      return .init(
        "inference \(seed)",
        try RandomGraph.model(seed, size: size, element: element, mode: .inference),
        unoptimized: .inference(.none), optimized: .inference(.full))
    default:
      return .init(
        "graph \(seed)", try RandomGraph.make(seed, size: size, element: element),
        unoptimized: Pipeline([]), optimized: Pipeline(Pipeline.optimizations(.full)))
    }
  }

  @Test(arguments: 0..<40) func levelsAgree(block: Int) throws {
    for seed in (block * Self.blockSize)..<((block + 1) * Self.blockSize) {
      let subject = try subject(seed)
      let batches = CheckBatches(
        1, learningRate: 0.05)
      let check = try OptimizationCheck([subject], batches: batches, threads: 1 + seed % 2)
      let comparison = check.comparisons[0]
      #expect(check.isSound, "\(subject.name): \(String(describing: comparison.difference))")
      #expect(comparison.values > 0 && comparison.ends > 0)
      for pipeline in [subject.unoptimized, subject.optimized] {
        let graph = try pipeline.run(on: subject.graph)
        for workers in 1...4 { try Plan(graph, workers: workers).verify() }
      }
    }
  }

  /// The outputs of a planned run and the states after it.
  private func ends(_ graph: Graph, workers: Int) -> [String: [Double]] {
    let states = StateStore([graph])
    let executor = Executor(
      Plan(graph, workers: workers), states: states, team: Team(workers: workers))
    var random = RandomStream(seed: graph.seed, stream: 4)
    for input in graph.inputs {
      guard case .input(let name) = graph[input].definition, let matrix = executor[name] else {
        continue
      }
      for index in 0..<matrix.count {
        matrix[index] =
          switch name {
          case "lr": 0.05
          case "step": 1
          default: matrix.element == .i32 ? Double(index % 2) : random.normal()
          }
      }
    }
    executor.run()
    var ends: [String: [Double]] = [:]
    for output in graph.outputs {
      ends["output " + output.name] = executor[output.name]?.values(as: Double.self)
    }
    for entry in states.entries {
      ends["state " + entry.name] = entry.matrix.values(as: Double.self)
    }
    return ends
  }

  /// The same from end to end, without the bounds that the check measures: 1e-11 of the largest
  /// element. It is not the ops' conditions that keep it but the networks', which are shallow and
  /// step by plain gradient descent.
  @Test(arguments: 0..<10) func aStepEndsAlike(block: Int) throws {
    for seed in (block * Self.blockSize)..<((block + 1) * Self.blockSize) {
      let forward = try RandomGraph.model(seed, size: 8 + seed % 20)
      let sgd = SGD(Arguments())
      let plain = try ends(Pipeline.training(sgd, .none).run(on: forward), workers: 1)
      let optimized = try ends(
        Pipeline.training(sgd, .full).run(on: forward), workers: 1 + seed % 2)
      for (name, expected) in plain where name.hasPrefix("output") || optimized[name] != nil {
        let found = try #require(optimized[name])
        let scale = expected.map(\.magnitude).max() ?? 0
        let worst = zip(found, expected).map { ($0 - $1).magnitude }.max() ?? 0
        #expect(scale.isFinite, "\(name) of \(seed)")
        #expect(
          found.count == expected.count && worst <= 1e-11 * scale,
          "\(name) of model \(seed): \(worst / scale)")
      }
    }
  }

  /// Otherwise a pass could be wrong and no graph show it.
  @Test func everyOptimizationComesUp() throws {
    var missing = Set(
      (Pipeline.optimizations(.full) + Pipeline.inference(.full).passes).map(\.name))
    for seed in 0..<100 {
      let subject = try subject(seed)
      let optimization = try Optimization(
        subject.graph, unoptimized: subject.unoptimized, optimized: subject.optimized)
      missing.subtract(optimization.steps.map(\.pass))
    }
    #expect(missing.isEmpty)
  }
}
