import IR
public import Kernels

/// Runs a planned graph: memory for its values, and for each worker a flat list of prepared steps.
///
/// A run allocates nothing, looks nothing up and takes no lock. Graphs that share a `StateStore`
/// share their states; everything else is the executor's own.
public final class Executor: Sendable {
  /// The plan that is run.
  public let plan: Plan
  private let team: Team
  private let matrices: [Matrix]
  private let runLists: [StepList]
  private let prologueLists: [StepList]
  private let transient: Memory
  /// What each worker does when; none where the run is not timed.
  private let timelines: [Timeline]
  /// The values of outputs whose memory takes another value when a run ends.
  private let snapshots: [String: Matrix]

  /// Where the workers gather an input from.
  public enum Feed: Sendable {
    /// Rows of a table by an i32 vector of indices; bytes are divided by 255.
    case rows(Table, indices: Matrix)
    /// Labels, an i32 vector, by a vector of indices.
    case labels(Matrix, indices: Matrix)
  }

  /// Prepares a plan for a team.
  ///
  /// - Parameters:
  ///   - plan: the plan, for as many workers as the team has.
  ///   - states: the memory of the graph's states; every state must be there.
  ///   - team: the workers.
  ///   - feeds: where the workers gather the inputs that the plan has them gather; the caller
  ///     writes the others before each run.
  ///   - isTimed: whether the workers note when they do what, for `spans`; a note costs each of
  ///     them some tens of nanoseconds a task.
  public convenience init(
    _ plan: Plan, states: StateStore, team: Team, feeds: [String: Feed] = [:],
    isTimed: Bool = false
  ) {
    self.init(plan, states: states, team: team, feeds: feeds, isTimed: isTimed) { _, _ in [] }
  }

  /// Prepares a plan with more steps before each task of each worker, with which tests delay it.
  init(
    _ plan: Plan, states: StateStore, team: Team, feeds: [String: Feed] = [:],
    isTimed: Bool = false, before: (_ task: Int, _ worker: Int) -> [Step]
  ) {
    precondition(plan.workers == team.workers, "the plan is for \(plan.workers) workers")
    let graph = plan.graph
    let transient = Memory(byteCount: max(plan.memory.planned, Buffer.alignment))
    let persistent = Memory(byteCount: max(plan.memory.persistent, Buffer.alignment))
    let matrices = graph.values.indices.map { index in
      let type = graph.values[index].type
      switch plan.places[index] {
      case .state(let state):
        guard let matrix = states[graph.states[state].name] else {
          preconditionFailure("no memory for state '\(graph.states[state].name)'")
        }
        return matrix.viewed(rows: type.rows, columns: type.columns)
      case .persistent(let offset):
        return persistent.matrix(
          at: offset, type.element, rows: type.rows, columns: type.columns)
      case .transient(let offset):
        return transient.matrix(at: offset, type.element, rows: type.rows, columns: type.columns)
      }
    }
    self.plan = plan
    self.team = team
    self.matrices = matrices
    self.transient = transient

    func call(_ id: NodeID, _ block: Block) -> [Step] {
      let node = graph[id]
      return node.op.prepare(
        Call(
          operands: node.operands.map { matrices[$0.index] },
          results: node.results.map { matrices[$0.index] }, block: block, seed: graph.seed))
    }
    let prologue = plan.prologue.flatMap { call($0, graph.work(of: graph[$0]).domain) }
    let ending = Ending(plan, matrices)
    snapshots = ending.snapshots
    prologueLists = (0..<team.workers).map { StepList($0 == 0 ? prologue : []) }
    /// What a worker does in a run, part by part.
    func parts(of worker: Int) -> [(activity: Span.Activity, steps: [Step])] {
      var parts: [(activity: Span.Activity, steps: [Step])] = []
      for gather in plan.gathers {
        guard case .input(let name) = graph[gather.input].definition,
          let region = gather.regions[worker]
        else { continue }
        guard let feed = feeds[name] else {
          preconditionFailure("nothing feeds the input '\(name)', which the plan has gathered")
        }
        parts.append(
          (.gather, [Self.gather(feed, into: matrices[gather.input.index], region)]))
      }
      for (index, task) in plan.tasks.enumerated() {
        let delay = before(index, worker)
        if task.startsPhase { parts.append((.wait, delay + [team.barrier(for: worker)])) }
        guard let block = task.blocks[worker] else { continue }
        let steps = call(task.node, block)
        parts.append((.node(task.node), task.startsPhase ? steps : delay + steps))
      }
      if !ending.steps.isEmpty {
        parts.append((.wait, [team.barrier(for: worker)]))
        if worker == 0 { parts.append((.copy, ending.steps)) }
      }
      return parts
    }
    let timed = isTimed ? (0..<team.workers).map { Timeline.timed(parts(of: $0)) } : []
    timelines = timed.map(\.0)
    runLists = (0..<team.workers).map { worker in
      StepList(isTimed ? timed[worker].1 : parts(of: worker).flatMap(\.steps))
    }
    runPrologue()
  }

  private static func gather(_ feed: Feed, into matrix: Matrix, _ region: Block) -> Step {
    switch feed {
    case .rows(let table, let indices):
      .gatherRows(
        table, indices: indices, scale: table.isBytes ? 1 / 255 : 1, into: matrix,
        rows: region.rows)
    case .labels(let labels, let indices):
      .gatherLabels(labels, indices: indices, into: matrix, rows: region.columns)
    }
  }

  /// The memory of an input that the caller writes, or of any output after a run.
  public subscript(name: String) -> Matrix? { input(name) ?? output(name) }

  /// The memory of an input that the caller writes.
  public func input(_ name: String) -> Matrix? {
    plan.graph.input(name).map { matrices[$0.index] }
  }

  /// The memory of an output after a run; an input may have the same name.
  public func output(_ name: String) -> Matrix? {
    snapshots[name] ?? plan.graph.output(name).map { matrices[$0.index] }
  }

  /// Computes what depends on states alone; needed once after states changed.
  public func runPrologue() {
    if !plan.prologue.isEmpty { team.run(prologueLists) }
  }

  /// Runs the graph once.
  public func run() { team.run(runLists) }

  /// What each worker did in the last run, in order; empty where runs are not timed.
  public var spans: [[Span]] { timelines.map(\.spans) }

  /// Fills the memory that a run uses again and again with bytes that are NaN to any kernel, with
  /// which tests show that nothing depends on what lay there. Inputs are written behind it.
  func poison() { transient.fill(byte: 0xFF, in: 0..<transient.byteCount) }
}
