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
    if let position = plan.peakPosition {
      #expect(plan.liveBytes[position] == plan.memory.lowerBound)
      #expect(plan.peakNode == plan.order[position])
    }
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
