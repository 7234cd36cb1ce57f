import IR
import RandomGraphs
import Kernels
import Testing

@testable import Execution

/// Every kind of damage to a plan is found.
@Suite struct PlanVerifierTests {
  private func plans() throws -> [Plan] {
    var graphs = try madeUpModels.map { try trainingStep($0) }
    graphs += try madeUpModels.prefix(4).map { try inference($0) }
    graphs += try (0..<20).map { try RandomGraph.make($0) }
    return graphs.flatMap { graph in
      (1...3).map { workers in
        // Without the barriers that only spare memory, all barriers are needed.
        var planner = Planner(graph, workers: workers, gathered: ["rows", "labels"])
        planner.schedule()
        return Plan(planner, place(planner.buffers()))
      }
    }
  }

  private func damaged(
    _ plan: Plan, tasks: [Plan.Task]? = nil, places: [Plan.Place]? = nil, copies: [Update]? = nil
  ) -> Plan {
    Plan(
      graph: plan.graph, workers: plan.workers, gathers: plan.gathers, prologue: plan.prologue,
      tasks: tasks ?? plan.tasks, places: places ?? plan.places, copies: copies ?? plan.copies,
      buffers: plan.buffers, persistentBytes: plan.persistentBytes, memory: plan.memory)
  }

  private func expectRefusal(_ plan: Plan, _ what: String) {
    #expect(throws: PlanError.self, "\(what), \(plan.workers) workers\n\(plan.graph.text)") {
      try plan.verify()
    }
  }

  @Test func aMissingBarrier() throws {
    var count = 0
    for plan in try plans() {
      for index in plan.tasks.indices where plan.tasks[index].startsPhase {
        var tasks = plan.tasks
        tasks[index].startsPhase = false
        expectRefusal(damaged(plan, tasks: tasks), "no barrier before task \(index)")
        count += 1
      }
    }
    #expect(count > 100)
  }

  @Test func sharesThatLeaveAGapOrOverlap() throws {
    for plan in try plans() {
      for (index, task) in plan.tasks.enumerated() {
        for (worker, block) in task.blocks.enumerated() {
          guard let block else { continue }
          var shorter = plan.tasks
          let rows = block.rows.lowerBound..<(block.rows.upperBound - 1)
          shorter[index].blocks[worker] =
            rows.isEmpty ? nil : Block(rows: rows, columns: block.columns)
          expectRefusal(damaged(plan, tasks: shorter), "a gap in task \(index)")
          if let stranger = task.blocks.firstIndex(where: { $0 != nil && $0 != block }) {
            var twice = plan.tasks
            twice[index].blocks[stranger] = block
            expectRefusal(damaged(plan, tasks: twice), "a share of task \(index) done twice")
          }
        }
      }
    }
  }

  @Test func aBufferOnALiveOne() throws {
    var count = 0
    for plan in try plans() {
      for buffer in plan.buffers {
        for other in plan.buffers
        where other.values != buffer.values && other.lifetime.overlaps(buffer.lifetime) {
          let end = plan.buffers.reduce(0) { max($0, $1.extent.upperBound) }
          guard other.offset + buffer.byteCount <= end else { continue }
          var places = plan.places
          for value in buffer.values { places[value.index] = .transient(offset: other.offset) }
          expectRefusal(
            damaged(plan, places: places), "buffer \(buffer) moved to \(other)")
          count += 1
        }
      }
    }
    #expect(count > 1000)
  }

  @Test func aDroppedCopyOrTask() throws {
    var count = 0
    for plan in try plans() {
      for index in plan.copies.indices {
        var copies = plan.copies
        copies.remove(at: index)
        expectRefusal(damaged(plan, copies: copies), "copy \(index) is missing")
        count += 1
      }
      let needed = valuesThatAreRead(plan.graph)
      for index in plan.tasks.indices
      where plan.graph[plan.tasks[index].node].results.contains(where: needed.contains) {
        var tasks = plan.tasks
        tasks.remove(at: index)
        guard index == tasks.count || !plan.tasks[index].startsPhase else { continue }
        expectRefusal(damaged(plan, tasks: tasks), "task \(index) is missing")
      }
    }
    #expect(count > 10)
  }

  /// The values that a node which computes something reads, or the end of a run, through views too.
  private func valuesThatAreRead(_ graph: Graph) -> Set<ValueID> {
    var found = Set(graph.outputs.map(\.value) + graph.updates.map(\.value))
    for node in graph.nodes.reversed() {
      let isView = node.op.aliases.contains { $0.kind == .view }
      if !isView || node.results.contains(where: found.contains) {
        found.formUnion(node.operands)
      }
    }
    return found
  }

  @Test func aResultOverAnOperandThatIsStillRead() throws {
    let graph = try graph(
      """
      graph g seed=1 {
        input %x: f32[16,16]
        state %w: f32[16,16] parameter constant(1.0)

        %0: f32[16,16] = matmul(%x, %w)

        output y = %0
      }
      """)
    let plan = Plan(graph, workers: 1)
    let places = plan.places.map { place in
      if case .transient = place { Plan.Place.transient(offset: 0) } else { place }
    }
    expectRefusal(damaged(plan, places: places), "a product over its own factor")
  }
}
