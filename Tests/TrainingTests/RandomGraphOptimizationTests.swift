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
        1, rows: 1, classes: 2, learningRate: 0.05, seed: UInt64(seed))
      let check = try OptimizationCheck([subject], batches: batches, threads: 1 + seed % 2)
      let comparison = check.comparisons[0]
      #expect(check.isSound, "\(subject.name): \(String(describing: comparison.difference))")
      #expect(comparison.values >= comparison.ends)
      for pipeline in [subject.unoptimized, subject.optimized] {
        let graph = try pipeline.run(on: subject.graph)
        for workers in 1...4 { try Plan(graph, workers: workers).verify() }
      }
    }
  }
}
