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
        memory.planned * 200 <= memory.lowerBound * 201,
        "\(graph.name) of '\(text)' on \(workers): \(memory), \(plan.barrierCount) barriers")
    }
  }

  @Test(arguments: 0..<1000)
  func randomGraphsFitNearTheLowerBound(seed: Int) throws {
    let graph = try RandomGraph.make(seed, size: 5 + seed % 45)
    try graph.verify()
    for workers in 1...4 {
      let plan = Plan(graph, workers: workers, gathered: seed % 2 == 0 ? [] : ["rows", "labels"])
      try plan.verify()
      let memory = plan.memory
      #expect(memory.lowerBound <= memory.planned)
      #expect(memory.planned <= memory.naive)
      #expect(
        memory.planned * 100 <= memory.lowerBound * 105,
        "\(memory) on \(workers) workers\n\(graph.text)")
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

  @Test func theRatioIsToTheLowerBound() {
    #expect(MemoryFigures(state: 9, naive: 99, planned: 30, lowerBound: 20).ratio == 1.5)
    #expect(MemoryFigures(state: 9, naive: 0, planned: 0, lowerBound: 0).ratio == 1)
  }

  /// What the executor holds while it copies counts: two new values and an output that is overwritten.
  @Test(arguments: 1...2) func copiesAtTheEndCount(workers: Int) throws {
    let graph = try graph(
      """
      graph g seed=1 {
        input %x: f32[20]
        input %rate: f32[]
        state %a: f32[20] parameter constant(1.0)
        state %b: f32[20] parameter constant(2.0)

        %0: f32[20] = add(%a, %x)

        update %a <- %b
        update %b <- %0
        output old = %a
        output sum = %0
      }
      """)
    let memory = Plan(graph, workers: workers).memory
    #expect(memory.copies == 3 * 128)
    #expect(memory.persistent == 64)
    #expect(memory.state == 160)
    #expect(memory.whole == 160 + 64 + 3 * 128 + memory.planned)
  }

  /// A plan may take a 200th more than the smallest to spare a barrier, but not more than a budget
  /// that the smallest fits.
  @Test func aBudgetThatSomePlanFitsIsKept() throws {
    var decided = 0
    for seed in 0..<300 {
      let graph = try RandomGraph.make(seed, size: 10 + seed % 30)
      let workers = 2 + seed % 3
      let usual = Plan(graph, workers: workers)
      let smallest = Plan(graph, workers: workers, within: 0)
      #expect(smallest.memory.whole <= usual.memory.whole)
      let tight = Plan(graph, workers: workers, within: smallest.memory.whole)
      try tight.verify()
      #expect(tight.memory.whole <= smallest.memory.whole, "\(graph.text)")
      let roomy = Plan(graph, workers: workers, within: usual.memory.whole)
      #expect(roomy.memory.whole <= usual.memory.whole)
      if smallest.memory.whole < usual.memory.whole { decided += 1 }
    }
    #expect(decided > 0)
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

  /// What a report shows of the live bytes agrees with the buffers, counted here one by one.
  @Test(arguments: 0..<60)
  func liveBytesAreThoseOfTheBuffers(seed: Int) throws {
    let plan = Plan(try RandomGraph.make(seed, size: 40), workers: 1 + seed % 4)
    for (position, bytes) in plan.liveBytes.enumerated() {
      let alive = plan.buffers.filter { $0.lifetime.contains(position) }
      #expect(bytes == alive.reduce(0) { $0 + $1.byteCount })
    }
    #expect(plan.liveBytes.count == plan.order.count)
    let inputs = plan.buffers.filter { $0.lifetime.contains(-1) }.reduce(0) { $0 + $1.byteCount }
    #expect(plan.memory.lowerBound == max(inputs, plan.liveBytes.max() ?? 0))
    let computed = plan.order.filter { id in plan.tasks.contains { $0.node == id } }
    #expect(computed == plan.tasks.map(\.node))
  }

  /// The first step of a model has no more barriers than its products need, whatever is spared.
  @Test(arguments: 2...4) func savingMemoryCostsTheStepNoBarrier(workers: Int) throws {
    let graph = try trainingStep(
      "input 28x28; dense 300 relu; dense 100 relu; softmax 10", rows: 64)
    #expect(Plan(graph, workers: workers, gathered: ["rows", "labels"]).barrierCount == 3)
  }
}
