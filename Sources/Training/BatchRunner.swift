import Execution
import IR
import Kernels
import Source

/// A graph on batches of a fixed number of rows, gathered by the workers from loaded rows.
final class BatchRunner {
  let executor: Executor
  /// Where the batch's rows stand among the loaded ones.
  private let indices: Matrix
  private let loss: Matrix?
  private let dataLoss: Matrix?
  private let accuracy: Matrix?
  private let learningRate: Matrix?
  private let step: Matrix?

  /// The plan of a graph whose rows and labels the workers gather.
  static func plan(_ graph: Graph, workers: Int) -> Plan {
    Plan(graph, workers: workers, gathered: ["rows", "labels"])
  }

  /// The plan of a training step within a budget, if there is one.
  ///
  /// - Throws: E0506 where it does not fit.
  static func plan(_ graph: Graph, workers: Int, within budget: MemoryBudget?) throws -> Plan {
    try budget?.plan(graph, workers: workers, gathered: ["rows", "labels"])
      ?? plan(graph, workers: workers)
  }

  /// Prepares a plan.
  ///
  /// - Parameter isTimed: whether the workers note when they do what.
  /// - Throws: E0502 where it does not fit this machine; `PlanError` where the planner is wrong.
  init(
    _ plan: Plan, rows: LoadedRows, batch: Int, states: StateStore, team: Team,
    isTimed: Bool = false
  ) throws {
    try plan.verify()
    try checkFits(
      plan.memory.state + plan.memory.planned, on: Machine.memory, doing: "a batch of \(batch) rows"
    )
    indices = Memory(byteCount: max(batch * 4, 64)).matrix(at: 0, .i32, rows: 1, columns: batch)
    var feeds: [String: Executor.Feed] = [:]
    if plan.graph.input("rows") != nil { feeds["rows"] = .rows(rows.table, indices: indices) }
    if let labels = plan.graph.input("labels") {
      feeds["labels"] = rows.labels.feed(plan.graph.type(of: labels), rows.count, indices)
    }
    executor = Executor(plan, states: states, team: team, feeds: feeds, isTimed: isTimed)
    loss = executor["loss"]
    dataLoss = executor["data_loss"]
    accuracy = executor["accuracy"]
    learningRate = executor["lr"]
    step = executor["step"]
  }

  convenience init(
    _ graph: Graph, rows: LoadedRows, batch: Int, states: StateStore, team: Team
  ) throws {
    try self.init(
      Self.plan(graph, workers: team.workers), rows: rows, batch: batch, states: states, team: team)
  }

  /// Runs on the rows that stand at places of the loaded rows. Allocates nothing.
  func run(rowsAt places: ArraySlice<Int32>) {
    indices.write(places)
    executor.run()
  }

  /// Runs on consecutive rows.
  func run(rowsFrom start: Int) {
    for index in 0..<indices.count { indices[index] = Double(start + index) }
    executor.run()
  }

  /// Sets the inputs of a training step: the learning rate and the step's number from 1.
  func set(learningRate value: Double, step number: Int) {
    learningRate?[0] = value
    step?[0] = Double(number)
  }

  /// The loss, with penalties in training, and the accuracy of the last batch.
  var score: Score { Score(loss: loss?[0] ?? 0, accuracy: accuracy?[0]) }

  /// The loss of the last batch without penalties.
  var lastDataLoss: Double { dataLoss?[0] ?? score.loss }
}

extension LoadedRows.Labels {
  /// Where the labels are gathered from. A prediction does not read them: where nothing is known,
  /// they are zeros of the type that the graph has for them.
  fileprivate func feed(_ type: TensorType, _ count: Int, _ indices: Matrix) -> Executor.Feed {
    switch self {
    case .classes(let classes): return .labels(classes, indices: indices)
    case .values(let values): return .rows(values, indices: indices)
    case .unknown:
      guard type.element == .i32 else {
        let zeros = [Float](repeating: 0, count: count * type.columns)
        return .rows(Table(floats: zeros, columns: type.columns), indices: indices)
      }
      let zeros = Memory(byteCount: max(count * 4, 64)).matrix(
        at: 0, .i32, rows: 1, columns: count)
      return .labels(zeros, indices: indices)
    }
  }
}
