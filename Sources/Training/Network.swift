public import Execution
import IR
import Operators
public import Kernels
public import Lowering
public import Passes
import Source

/// A model with its states, on a team of workers: what is trained, evaluated and asked.
///
/// Every number of rows has its own graph, plan and transient memory, made when it is first needed;
/// all share the states.
public final class Network {
  /// The model.
  public let model: Model
  /// Its compiler.
  public let compiler: Compiler
  /// The workers.
  public let team: Team
  /// The parameters, statistics and, for training, the optimizer's states.
  public let states: StateStore

  /// The rows of an evaluation batch. They are part of a result's identity: another number could
  /// round the sums of a product differently.
  public let evaluationRows: Int
  /// The rows of an evaluation batch of a network that was not saved before.
  public static let defaultEvaluationRows = 250

  /// The number of the model's own numbers: parameters and statistics.
  public var parameterCount: Int {
    states.entries.reduce(0) { $0 + ($1.role == .optimizer ? 0 : $1.type.count) }
  }

  /// What a training step may take.
  private let budget: MemoryBudget?

  /// The plan of the training step, on the rows of a full batch.
  private let trainingPlan: (rows: Int, plan: Plan)?

  private struct Key: Hashable {
    var source: ObjectIdentifier
    var rows: Int
  }
  private var evaluations: [Key: BatchRunner] = [:]

  /// Makes a network with states at their first values.
  ///
  /// - Parameters:
  ///   - model: the model.
  ///   - level: how much its graphs are optimised.
  ///   - disabled: the names of passes that are left out.
  ///   - threads: the number of workers.
  ///   - trainingRows: the rows of a training batch; nil for a network that only predicts.
  ///   - evaluationRows: the rows of an evaluation batch; a saved model's own, so that its figures
  ///     stay what they were.
  ///   - budget: what a training step may take; what does not fit is recomputed.
  /// - Throws: E0502 where the states and a training step do not fit this machine together, E0506
  ///   where they do not fit the budget.
  public init(
    _ model: Model, level: OptimizationLevel = .full, disabling disabled: Set<String> = [],
    threads: Int, trainingRows: Int?, evaluationRows: Int = Network.defaultEvaluationRows,
    budget: MemoryBudget? = nil
  ) throws {
    self.model = model
    self.budget = budget
    self.evaluationRows = evaluationRows
    compiler = Compiler(model, level: level, disabling: disabled)
    let graph =
      if let trainingRows {
        try compiler.trainingStep(rows: trainingRows)
      } else { try compiler.inference(rows: 1) }
    let stateBytes = graph.states.reduce(0) { $0 + graph.type(of: $1.value).byteCount }
    try checkFits(stateBytes, on: Machine.memory, doing: "the model's state")
    if let trainingRows {
      // The step is planned before anything is taken, since states and step must fit together.
      let plan = try BatchRunner.plan(graph, workers: threads, within: budget)
      try checkFits(
        plan.memory.whole, on: Machine.memory,
        doing: "training on batches of \(trainingRows) rows")
      trainingPlan = (trainingRows, plan)
    } else {
      trainingPlan = nil
    }
    // A state that the optimised training step does not touch is still part of the model.
    states = StateStore([graph, try model.lower(rows: 1, mode: .inference)])
    team = Team(workers: threads)
  }

  /// A runner of the training step on batches of `rows` rows.
  func trainingStep(on rows: LoadedRows, batch: Int) throws -> BatchRunner {
    let plan =
      if let trainingPlan, trainingPlan.rows == batch {
        trainingPlan.plan
      } else {
        try BatchRunner.plan(
          compiler.trainingStep(rows: batch), workers: team.workers, within: budget)
      }
    return try BatchRunner(plan, rows: rows, batch: batch, states: states, team: team)
  }

  /// Whether all parameters and statistics are finite numbers.
  var isFinite: Bool { isFinite { $0 != .optimizer } }

  /// Whether all states of the optimizer are finite numbers.
  var hasFiniteOptimizer: Bool { isFinite { $0 == .optimizer } }

  private func isFinite(where isWanted: (State.Role) -> Bool) -> Bool {
    states.entries.filter { isWanted($0.role) }.allSatisfy {
      $0.matrix.values(as: Float.self).allSatisfy(\.isFinite)
    }
  }

  /// The mean loss and accuracy over rows, by the inference graph.
  public func evaluate(_ rows: LoadedRows) throws -> Score {
    var total = ScoreSum()
    for start in stride(from: 0, to: rows.count, by: evaluationRows) {
      let count = min(evaluationRows, rows.count - start)
      let runner = try evaluation(on: rows, batch: count)
      if start == 0 || count < evaluationRows { runner.executor.runPrologue() }
      runner.run(rowsFrom: start)
      total.add(runner.score, rows: count)
    }
    return total.mean
  }

  private func evaluation(on rows: LoadedRows, batch: Int) throws -> BatchRunner {
    let key = Key(source: ObjectIdentifier(rows.table), rows: batch)
    if let runner = evaluations[key] { return runner }
    let graph = try compiler.inference(rows: batch, outputs: ["loss", "accuracy"])
    let runner = try BatchRunner(graph, rows: rows, batch: batch, states: states, team: team)
    evaluations[key] = runner
    return runner
  }

  /// The outputs for rows, one list a row: probabilities, or plain numbers of a `linear` output.
  public func predict(_ rows: LoadedRows) throws -> [[Double]] {
    var predictions: [[Double]] = []
    var runners: [Int: BatchRunner] = [:]
    for start in stride(from: 0, to: rows.count, by: evaluationRows) {
      let count = min(evaluationRows, rows.count - start)
      let runner =
        try runners[count]
        ?? BatchRunner(
          compiler.inference(rows: count, outputs: ["prediction"]), rows: rows, batch: count,
          states: states, team: team)
      runners[count] = runner
      runner.run(rowsFrom: start)
      guard let output = runner.executor["prediction"] else { continue }
      for row in 0..<count {
        predictions.append((0..<output.columns).map { output[row * output.columns + $0] })
      }
    }
    return predictions
  }
}

/// A mean loss and, where rows can be right or wrong, the share that is right.
public struct Score: Hashable, Sendable {
  /// The mean loss.
  public var loss: Double
  /// The share of rows that are right.
  public var accuracy: Double?

  /// Makes a score.
  public init(loss: Double, accuracy: Double?) {
    self.loss = loss
    self.accuracy = accuracy
  }
}

/// Means over batches, weighted by their rows.
struct ScoreSum {
  private var loss = 0.0
  private var accuracy: Double? = 0
  private var rows = 0

  mutating func add(_ score: Score, rows count: Int) {
    loss += score.loss * Double(count)
    accuracy = accuracy.flatMap { sum in score.accuracy.map { sum + $0 * Double(count) } }
    rows += count
  }

  var mean: Score {
    Score(loss: loss / Double(rows), accuracy: accuracy.map { $0 / Double(rows) })
  }
}
