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
      let model = MemoryModel(graph)
      return (1...3).map { workers in
        // Without the barriers that only spare memory, all barriers are needed.
        var planner = Planner(
          model, order: model.speedOrder(), workers: workers, gathered: ["rows", "labels"])
        planner.schedule()
        return Plan(planner, place(planner.buffers(), within: planner.lowerBound))
      }
    }
  }

  private func damaged(
    _ plan: Plan, gathers: [Plan.Gather]? = nil, tasks: [Plan.Task]? = nil,
    places: [Plan.Place]? = nil, copies: [Update]? = nil, memory: MemoryFigures? = nil
  ) -> Plan {
    Plan(
      graph: plan.graph, workers: plan.workers, gathers: gathers ?? plan.gathers,
      prologue: plan.prologue, order: plan.order, tasks: tasks ?? plan.tasks,
      places: places ?? plan.places, copies: copies ?? plan.copies, buffers: plan.buffers,
      liveBytes: plan.liveBytes, memory: memory ?? plan.memory)
  }

  @Test func plansAreRightBeforeTheyAreDamaged() throws {
    for plan in try plans() { try plan.verify() }
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

  @Test func aResultOverAnOperandThatIsReadLater() throws {
    let graph = try graph(
      """
      graph g seed=1 {
        input %x: f32[16,16]

        %0: f32[16,16] = relu(%x)
        %1: f32[16,16] = tanh(%x)
        %2: f32[16,16] = add(%0, %1)

        output y = %2
      }
      """)
    for workers in 1...4 {
      let plan = Plan(graph, workers: workers)
      try plan.verify()
      let first = try #require(plan.tasks.first).node
      let result = graph[first].results[0].index
      var places = plan.places
      #expect(places[result] != places[0])
      places[result] = places[0]
      expectRefusal(damaged(plan, places: places), "in place too early")
    }
  }

  @Test func anUpdateBeforeAReaderOfTheState() throws {
    var count = 0
    for plan in try plans() {
      for update in plan.graph.updates
      where plan.places[update.value.index] == .state(update.state) {
        let state = plan.graph.states[update.state].value
        guard let updater = plan.graph.node(defining: update.value),
          let late = plan.tasks.firstIndex(where: { $0.node == updater }),
          let early = plan.tasks.firstIndex(where: {
            $0.node != updater && plan.graph[$0.node].operands.contains(state)
          })
        else { continue }
        // As if its operands were there already: a state's memory must hold what is read.
        var tasks = plan.tasks
        let task = tasks.remove(at: late)
        tasks.insert(task, at: early)
        expectRefusal(damaged(plan, tasks: tasks), "an update before task \(early)")
        count += 1
      }
    }
    #expect(count > 20)
  }

  @Test func aShareOfAnotherWorker() throws {
    var count = 0
    for plan in try plans() where plan.workers > 1 {
      var phase = 0
      var phases: [ValueID: Int] = [:]
      for (index, task) in plan.tasks.enumerated() {
        if task.startsPhase { phase += 1 }
        let node = plan.graph[task.node]
        if let first = task.blocks[0], let second = task.blocks[1], first != second,
          node.operands.contains(where: { phases[$0] == phase })
        {
          // What a worker reads of a value of this phase, it made itself.
          var tasks = plan.tasks
          tasks[index].blocks.swapAt(0, 1)
          expectRefusal(damaged(plan, tasks: tasks), "shares of task \(index) swapped")
          count += 1
        }
        for result in node.results { phases[result] = phase }
      }
    }
    #expect(count > 100)
  }

  @Test func aGatherOfAnotherWorker() throws {
    let graph = try trainingStep(madeUpModels[0])
    let plan = Plan(graph, workers: 2, gathered: ["rows", "labels"])
    var gathers = plan.gathers
    gathers[0].regions.swapAt(0, 1)
    expectRefusal(damaged(plan, gathers: gathers), "rows gathered by another worker")
    gathers = plan.gathers
    gathers.remove(at: 0)
    try damaged(plan, gathers: gathers).verify()
    gathers = plan.gathers
    gathers[0].regions[1] = nil
    expectRefusal(damaged(plan, gathers: gathers), "rows that nobody gathers")
  }

  @Test func aBufferMovedByALine() throws {
    var count = 0
    for plan in try plans() {
      for buffer in plan.buffers {
        for offset in [buffer.offset - 64, buffer.offset + 64] {
          var places = plan.places
          for value in buffer.values { places[value.index] = .transient(offset: offset) }
          let moved = offset..<(offset + buffer.byteCount)
          let isOutside = moved.lowerBound < 0 || moved.upperBound > plan.memory.planned
          let isOnLive = plan.buffers.contains {
            $0.values != buffer.values && $0.extent.overlaps(moved)
              && $0.lifetime.overlaps(buffer.lifetime)
          }
          guard isOutside || isOnLive else { continue }
          expectRefusal(damaged(plan, places: places), "buffer \(buffer) at \(offset)")
          count += 1
        }
      }
    }
    #expect(count > 1000)
  }

  @Test func memoryThatIsTooSmall() throws {
    for plan in try plans() {
      var memory = plan.memory
      memory.planned -= Buffer.alignment
      guard plan.places.contains(where: { if case .transient = $0 { true } else { false } }) else {
        continue
      }
      // The last line may be only partly in use, but no more than one line can be spare.
      memory.planned -= Buffer.alignment
      expectRefusal(damaged(plan, memory: memory), "two lines are missing")
    }
  }

  @Test func aStateThatHasThePlaceOfAnother() throws {
    var count = 0
    for plan in try plans() {
      for index in plan.places.indices {
        guard case .state(let state) = plan.places[index], state > 0,
          case .result = plan.graph[ValueID(index)].definition
        else { continue }
        var places = plan.places
        places[index] = .state(state - 1)
        expectRefusal(damaged(plan, places: places), "value \(index) in the wrong state")
        count += 1
      }
    }
    #expect(count > 50)
  }
}
