import IR
import RandomGraphs
import Kernels
import Testing

@testable import Execution

@Suite struct ExecutorTests {
  /// The bytes of outputs and states after some runs.
  private struct Outcome: Equatable {
    var outputs: [String: [UInt8]] = [:]
    var states: [String: [UInt8]] = [:]
  }

  private func outcome(
    _ graph: Graph, workers: Int, steps: Int = 3, poison: Bool = false,
    before: (_ task: Int, _ worker: Int) -> [Step] = { _, _ in [] }
  ) -> Outcome {
    outcome(Plan(graph, workers: workers), steps: steps, poison: poison, before: before)
  }

  private func outcome(
    _ plan: Plan, steps: Int = 3, poison: Bool = false,
    before: (_ task: Int, _ worker: Int) -> [Step] = { _, _ in [] }
  ) -> Outcome {
    let graph = plan.graph
    let states = StateStore([graph])
    let executor = Executor(
      plan, states: states, team: Team(workers: plan.workers), before: before)
    for step in 1...steps {
      if poison { executor.poison() }
      writeInputs(of: graph, step: step) { executor[$0] }
      executor.run()
    }
    var outcome = Outcome()
    for output in graph.outputs { outcome.outputs[output.name] = executor[output.name]?.bytes() }
    for entry in states.entries { outcome.states[entry.name] = entry.matrix.bytes() }
    return outcome
  }

  private func reference(_ graph: Graph, steps: Int = 3) -> Outcome {
    let reference = Reference(graph)
    var outcome = Outcome()
    for step in 1...steps {
      writeInputs(of: graph, step: step) { reference[$0] }
      (outcome.outputs, outcome.states) = reference.run()
    }
    return outcome
  }

  @Test(arguments: 0..<60)
  func graphsWithoutProductsGiveTheSameBitsOnAnyNumberOfWorkers(seed: Int) throws {
    let graph = try RandomGraph.make(
      seed, size: 40, hasProducts: false, element: seed % 2 == 0 ? .f32 : .f64)
    let expected = reference(graph)
    for workers in 1...4 {
      #expect(outcome(graph, workers: workers) == expected, "\(workers) workers\n\(graph.text)")
    }
  }

  @Test(arguments: 0..<60)
  func oneWorkerGivesTheBitsOfThePlainestRun(seed: Int) throws {
    let graph = try RandomGraph.make(seed, size: 30)
    #expect(outcome(graph, workers: 1) == reference(graph), "\(graph.text)")
  }

  @Test(arguments: madeUpModels)
  func trainingAgreesOnAnyNumberOfWorkers(text: String) throws {
    let graph = try trainingStep(text, element: .f64)
    let store = StateStore([graph])
    func states(workers: Int) -> [Double] {
      let states = StateStore([graph])
      let executor = Executor(
        Plan(graph, workers: workers), states: states, team: Team(workers: workers))
      for step in 1...3 {
        writeInputs(of: graph, step: step) { executor[$0] }
        executor.run()
      }
      return states.entries.flatMap { $0.matrix.values(as: Double.self) }
    }
    let initial = store.entries.flatMap { $0.matrix.values(as: Double.self) }
    let expected = states(workers: 1)
    #expect(zip(initial, expected).count { $0 != $1 } > 0)
    for workers in 2...4 {
      let worst = zip(states(workers: workers), expected).map { abs($0 - $1) }.max() ?? 0
      // Adam divides by the size of a gradient, even one that is nothing but rounding.
      #expect(worst <= 1e-8)
    }
  }

  @Test(arguments: 0..<40)
  func whatLayInMemoryDoesNotMatter(seed: Int) throws {
    let graph = try RandomGraph.make(seed, size: 30)
    for workers in 1...3 {
      #expect(
        outcome(graph, workers: workers, poison: true) == outcome(graph, workers: workers),
        "\(graph.text)")
    }
  }

  @Test(arguments: madeUpModels)
  func whatLayInMemoryDoesNotMatterInTraining(text: String) throws {
    for graph in [try trainingStep(text), try inference(text)] {
      let clean = outcome(graph, workers: 2)
      #expect(outcome(graph, workers: 2, poison: true) == clean)
      #expect(
        clean.outputs["loss"].map { $0 != [UInt8](repeating: 0xFF, count: $0.count) } == true)
    }
  }

  /// Steps that keep a worker busy for a random while.
  private func delays(seed: Int) -> (Int, Int) -> [Step] {
    let scratch = (0..<4).map { _ in
      Memory(byteCount: 1 << 16).matrix(at: 0, .f32, rows: 1, columns: 1 << 14)
    }
    var random = RandomStream(seed: UInt64(seed), stream: 5)
    return { _, worker in
      let size = random.below(3) == 0 ? 1 + random.below(1 << 14) : 1
      return (0..<(1 + random.below(4))).map { _ in
        .fill(scratch[worker], with: 0, block: Block(rows: 0..<1, columns: 0..<size))
      }
    }
  }

  @Test(arguments: 0..<50)
  func delaysDoNotMatter(seed: Int) throws {
    let text = "input 9; dense 40 relu; batchnorm; dropout 0.3; dense 33 tanh; softmax 4"
    for graph in [try trainingStep(text, rows: 24), try RandomGraph.make(seed, size: 30)] {
      for workers in [2, 4] {
        let expected = outcome(graph, workers: workers)
        #expect(outcome(graph, workers: workers, before: delays(seed: seed)) == expected)
      }
    }
  }

  /// A plan with other tasks or places, right or wrong.
  private func changed(
    _ plan: Plan, tasks: [Plan.Task]? = nil, places: [Plan.Place]? = nil
  ) -> Plan {
    Plan(
      graph: plan.graph, workers: plan.workers, gathers: plan.gathers, prologue: plan.prologue,
      order: plan.order, tasks: tasks ?? plan.tasks, places: places ?? plan.places,
      copies: plan.copies, buffers: plan.buffers, liveBytes: plan.liveBytes,
      memory: plan.memory)
  }

  /// Poison shows a planted fault: a value that lies on one which is still read.
  @Test func poisonShowsValuesThatLieOnLiveOnes() throws {
    var planted = 0
    var shown = 0
    for text in madeUpModels {
      let graph = try trainingStep(text)
      let plan = Plan(graph, workers: 1)
      let expected = outcome(plan, poison: true)
      for buffer in plan.buffers.prefix(8) {
        for other in plan.buffers where other.values != buffer.values {
          guard other.lifetime.lowerBound < buffer.lifetime.lowerBound,
            other.lifetime.upperBound > buffer.lifetime.lowerBound,
            other.offset + buffer.byteCount <= plan.memory.planned
          else { continue }
          var places = plan.places
          for value in buffer.values { places[value.index] = .transient(offset: other.offset) }
          planted += 1
          if outcome(changed(plan, places: places), poison: true) != expected { shown += 1 }
        }
      }
    }
    #expect(planted > 20)
    // Some faults do no harm, as where only a relu's sign is read later.
    #expect(shown * 2 > planted, "\(shown) of \(planted)")
  }

  /// Delays show a planted fault: a barrier that is missing. The slow worker is tried again until it
  /// is slow enough, since nothing here may depend on how long a step takes.
  @Test func delaysShowAMissingBarrier() throws {
    let graph = try trainingStep("input 9; dense 40 relu; dense 33 tanh; softmax 4", rows: 64)
    let plan = Plan(graph, workers: 2)
    let expected = outcome(plan, poison: true)
    let scratch = Memory(byteCount: 1 << 20).matrix(at: 0, .f32, rows: 1, columns: 1 << 18)
    var shown = 0
    let barriers = plan.tasks.indices.filter { plan.tasks[$0].startsPhase }
    for index in barriers {
      var tasks = plan.tasks
      tasks[index].startsPhase = false
      let faulty = changed(plan, tasks: tasks)
      #expect(throws: PlanError.self) { try faulty.verify() }
      for trial in 0..<40 {
        let result = outcome(faulty, poison: true) { _, worker in
          guard worker == trial % 2 else { return [] }
          return (0...trial).map { _ in
            .fill(scratch, with: 0, block: Block(rows: 0..<1, columns: 0..<(1 << 18)))
          }
        }
        if result != expected {
          shown += 1
          break
        }
      }
    }
    #expect(!barriers.isEmpty)
    #expect(shown == barriers.count, "\(shown) of \(barriers.count)")
  }

  @Test func aSwapOfTwoStates() throws {
    let graph = try graph(
      """
      graph g seed=1 {
        input %x: f32[4]
        state %a: f32[4] parameter constant(1.0)
        state %b: f32[4] parameter constant(2.0)

        %0: f32[4] = add(%a, %x)

        update %a <- %b
        update %b <- %0
        output old = %a
        output sum = %0
      }
      """)
    let states = StateStore([graph])
    let executor = Executor(Plan(graph, workers: 2), states: states, team: Team(workers: 2))
    executor["x"]?.write([10, 20, 30, 40] as [Float])
    executor.run()
    #expect(states["a"]?.values(as: Float.self) == [2, 2, 2, 2])
    #expect(states["b"]?.values(as: Float.self) == [11, 21, 31, 41])
    #expect(executor["old"]?.values(as: Float.self) == [1, 1, 1, 1])
    #expect(executor["sum"]?.values(as: Float.self) == [11, 21, 31, 41])
  }

  @Test func aStateOfWholeNumbers() throws {
    let graph = try graph(
      """
      graph g seed=1 {
        input %labels: i32[3]
        state %last: i32[3] statistic constant(0.0)

        update %last <- %labels
        output before = %last
      }
      """)
    let states = StateStore([graph])
    let executor = Executor(Plan(graph, workers: 1), states: states, team: Team(workers: 1))
    executor["labels"]?.write([7, -1, 1 << 30] as [Int32])
    executor.run()
    #expect(states["last"]?.values(as: Int32.self) == [7, -1, 1 << 30])
    #expect(executor["before"]?.values(as: Int32.self) == [0, 0, 0])
  }

  @Test(arguments: 1...4) func gatheredRows(workers: Int) throws {
    let graph = try graph(
      """
      graph g seed=1 {
        input %rows: f32[5,3]
        input %labels: i32[5]

        %0: f32[5,3] = one_hot(%labels) {element=f32, columns=3}
        %1: f32[5,3] = add(%rows, %0)

        output y = %1
      }
      """)
    let table = Table(floats: (0..<30).map { Float($0) }, columns: 3)
    let labels = Memory(byteCount: 64).matrix(at: 0, .i32, rows: 1, columns: 10)
    labels.write([0, 1, 2, 0, 1, 2, 0, 1, 2, 0] as [Int32])
    let indices = Memory(byteCount: 64).matrix(at: 0, .i32, rows: 1, columns: 5)
    indices.write([9, 0, 4, 4, 1] as [Int32])
    let executor = Executor(
      Plan(graph, workers: workers, gathered: ["rows", "labels"]), states: StateStore([graph]),
      team: Team(workers: workers),
      feeds: [
        "rows": .rows(table, indices: indices), "labels": .labels(labels, indices: indices),
      ])
    executor.poison()
    executor.run()
    #expect(
      executor["y"]?.values(as: Float.self) == [
        28, 28, 29, 1, 1, 2, 12, 14, 14, 12, 14, 14, 3, 5, 5,
      ])
  }
}
