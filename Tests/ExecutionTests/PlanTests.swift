import IR
import RandomGraphs
import Passes
import Testing

@testable import Execution

@Suite struct PlanTests {
  @Test func modelsAreShipped() { #expect(!shippedModels.isEmpty) }

  @Test(arguments: madeUpModels + shippedModels, 1...4)
  func modelsFitNearTheLowerBound(text: String, workers: Int) throws {
    for graph in [
      try trainingStep(text), try trainingStep(text, level: .none), try inference(text),
      try trainingStep(text, rows: 64), try inference(text, rows: 250, level: .basic),
    ] {
      let plan = Plan(graph, workers: workers, gathered: ["rows", "labels"])
      try plan.verify()
      let memory = plan.memory
      #expect(memory.lowerBound <= memory.planned)
      #expect(memory.planned <= memory.naive)
      #expect(
        memory.planned * 10 <= memory.lowerBound * 11,
        "\(graph.name) of '\(text)' on \(workers): \(memory), \(plan.barrierCount) barriers")
    }
  }

  @Test(arguments: 0..<200)
  func randomGraphs(seed: Int) throws {
    let graph = try RandomGraph.make(seed, size: 10 + seed % 40)
    try graph.verify()
    for workers in 1...4 {
      for gathered: Set<String> in [[], ["rows", "labels"]] {
        let plan = Plan(graph, workers: workers, gathered: gathered)
        try plan.verify()
        #expect(plan.memory.lowerBound <= plan.memory.planned)
        #expect(plan.memory.planned <= plan.memory.naive)
      }
    }
  }

  @Test func figuresOfAHandMadeChain() throws {
    // Values of 1024 bytes: x, then y over x, then z beside y; the loss takes a line of its own.
    let graph = try graph(
      """
      graph g seed=1 {
        input %x: f32[16,16]
        state %w: f32[16,16] parameter constant(1.0)

        %0: f32[16,16] = relu(%x)
        %1: f32[16,16] = matmul(%0, %w)
        %2: f32[16,16] = tanh(%1)

        output y = %2
      }
      """)
    let plan = Plan(graph, workers: 1)
    #expect(plan.memory == MemoryFigures(state: 1024, naive: 2048, planned: 2048, lowerBound: 2048))
    #expect(plan.barrierCount == 0)
  }

  @Test func aViewOfAValueComputedInPlaceLiesWhereTheValueDoes() throws {
    let graph = try graph(
      """
      graph g seed=1 {
        input %x: f32[4,6]

        %0: f32[4,6] = scale(%x) {factor=2.0}
        %1: f32[4,6] = relu(%0)
        %2: f32[6,4] = reshape(%1) {shape=[6,4]}
        %3: f32[6,4] = softmax(%2)

        output y = %3
      }
      """)
    for workers in 1...4 {
      let plan = Plan(graph, workers: workers)
      try plan.verify()
      #expect(Set(plan.places).count == 1)
    }
  }

  /// The lower bound belongs to one order; over all orders of a small graph it may be smaller.
  @Test(arguments: [2, 5, 6, 7])
  func noOrderOfASmallModelNeedsMuchLess(index: Int) throws {
    let graph = try inference(madeUpModels[index], level: .none)
    guard graph.nodes.count <= 8 else { return }
    let chosen = Plan(graph, workers: 1).memory.lowerBound
    let best = try reorderings(of: graph).map { Plan($0, workers: 1).memory.lowerBound }.min()
    #expect(best.map { chosen * 4 <= $0 * 5 } == true, "\(chosen) bytes, at best \(best ?? 0)")
  }

  /// The same graph with its nodes in every order that keeps operands before their readers.
  private func reorderings(of graph: Graph) throws -> [Graph] {
    var found: [Graph] = []
    func extend(_ rewriter: Rewriter, _ left: [Node]) throws {
      if left.isEmpty {
        var rewriter = rewriter
        found.append(rewriter.finish())
      }
      for (index, node) in left.enumerated() where node.operands.allSatisfy(rewriter.has) {
        var next = rewriter
        try next.copy(node)
        var rest = left
        rest.remove(at: index)
        try extend(next, rest)
      }
    }
    try extend(Rewriter(graph), graph.nodes)
    return found
  }
}
