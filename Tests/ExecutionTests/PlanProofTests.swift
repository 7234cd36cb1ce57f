import IR
import Kernels
import RandomGraphs
import Testing

@testable import Execution

/// The proof accepts what a check byte by byte accepts, and nothing else.
@Suite struct PlanProofTests {
  /// A graph on few small values, so that bytes are few.
  private func smallGraph(_ seed: Int) throws -> Graph {
    for attempt in 0..<100 {
      let graph = try RandomGraph.make(seed + 1_000 * attempt, size: 8)
      if graph.values.reduce(0, { $0 + $1.type.byteCount }) < 12_000 { return graph }
    }
    throw PlanError(description: "no small graph from seed \(seed)")
  }

  /// Blocks along either axis, where there is a choice.
  private func shares(_ graph: Graph, workers: Int, _ random: inout RandomStream) -> [[Block?]?] {
    var cuts = Shares(workers: workers)
    return graph.nodes.map { node in
      let candidates = cuts.candidates(graph.work(of: node))
      return random.below(2) == 0 ? nil : candidates[random.below(candidates.count)]
    }
  }

  /// The plan with one thing changed, for better or worse.
  private func changed(_ plan: Plan, _ random: inout RandomStream) -> Plan {
    var (tasks, places, gathers, memory) = (plan.tasks, plan.places, plan.gathers, plan.memory)
    let index = random.below(tasks.count)
    switch random.below(9) {
    case 0: tasks[index].startsPhase.toggle()
    case 1: tasks.swapAt(index, random.below(tasks.count))
    case 2: tasks[index].blocks.swapAt(0, random.below(plan.workers))
    case 3:
      let work = plan.graph.work(of: plan.graph[tasks[index].node])
      var cuts = Shares(workers: plan.workers)
      let candidates = cuts.candidates(work)
      tasks[index].blocks = candidates[random.below(candidates.count)]
    case 4:
      let worker = random.below(plan.workers)
      if let block = tasks[index].blocks[worker] {
        let rows = block.rows.lowerBound..<(block.rows.upperBound + random.below(3) - 1)
        tasks[index].blocks[worker] = Block(rows: rows, columns: block.columns)
      }
    case 5:
      if !gathers.isEmpty { gathers[0].regions.swapAt(0, random.below(plan.workers)) }
    case 6: memory.planned -= random.below(2) * 64
    default:
      // Two buffers change places, or one is moved by some lines.
      guard !plan.buffers.isEmpty else { break }
      let buffer = plan.buffers[random.below(plan.buffers.count)]
      let other = plan.buffers[random.below(plan.buffers.count)]
      let offset = random.below(2) == 0 ? other.offset : buffer.offset + 64 * (random.below(5) - 2)
      for value in buffer.values { places[value.index] = .transient(offset: offset) }
    }
    return Plan(
      graph: plan.graph, workers: plan.workers, gathers: gathers, prologue: plan.prologue,
      order: plan.order, tasks: tasks, places: places, copies: plan.copies, buffers: plan.buffers,
      liveBytes: plan.liveBytes, memory: memory)
  }

  private func isProved(_ plan: Plan) -> Bool {
    do {
      try plan.verify()
      return true
    } catch {
      return false
    }
  }

  @Test func theProofAgreesWithOneByteByByte() throws {
    var (right, wrong) = (0, 0)
    for seed in 0..<60 {
      var random = RandomStream(seed: UInt64(seed), stream: 8)
      let graph = try smallGraph(seed)
      let workers = 1 + seed % 4
      let plan = Plan(
        graph, workers: workers, gathered: seed % 2 == 0 ? ["rows", "labels"] : [],
        shares: shares(graph, workers: workers, &random))
      #expect(isProved(plan))
      #expect(PlainReplay.accepts(plan))
      guard !plan.tasks.isEmpty else { continue }
      for _ in 0..<12 {
        let other = changed(plan, &random)
        let expected = PlainReplay.accepts(other)
        #expect(isProved(other) == expected, "seed \(seed), \(workers) workers\n\(graph.text)")
        if expected { right += 1 } else { wrong += 1 }
      }
    }
    #expect(right > 50 && wrong > 200, "\(right) right, \(wrong) wrong")
  }

  /// Columns of a value meet columns of one that has longer rows, in one phase and in two.
  @Test(arguments: [2, 3]) func columnsOfDifferentShapes(workers: Int) throws {
    let graph = try graph(
      """
      graph g seed=1 {
        input %x: f32[12,8]

        %0: f32[12,8] = relu(%x)
        %1: f32[6,16] = reshape(%0) {shape=[6,16]}
        %2: f32[6,16] = tanh(%1)
        %3: f32[12,8] = reshape(%2) {shape=[12,8]}
        %4: f32[12,8] = relu(%3)

        output y = %4
      }
      """)
    var cuts = Shares(workers: workers)
    let shares = graph.nodes.map { cuts.candidates(graph.work(of: $0)).last }
    let plan = Plan(graph, workers: workers, shares: shares)
    #expect(plan.barrierCount == 2)
    try plan.verify()
    for index in plan.tasks.indices where plan.tasks[index].startsPhase {
      var tasks = plan.tasks
      tasks[index].startsPhase = false
      let faulty = Plan(
        graph: graph, workers: workers, gathers: [], prologue: [], order: plan.order, tasks: tasks,
        places: plan.places, copies: [], buffers: plan.buffers, liveBytes: plan.liveBytes,
        memory: plan.memory)
      #expect(!isProved(faulty) && !PlainReplay.accepts(faulty))
    }
  }
}
