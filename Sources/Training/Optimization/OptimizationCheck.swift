import Execution
public import IR
public import Kernels
public import Lowering
import Operators
public import Passes
import Source

/// Compares optimised graphs with those that are not, value by value, on random and real batches.
///
/// This is translation validation: each pass says which value of the new graph stands for which of
/// the old one, and every such pair is computed and compared. The graphs are the training step with
/// its updates and the inference graph, each in double precision and in single precision, as it is
/// run. Besides, the optimised graph runs as it is used, planned and on all workers, and its outputs
/// and the states after the run are compared.
/// Source: Pnueli, Siegel and Singerman, "Translation validation", 1998.
public struct OptimizationCheck: Sendable {
  /// The relative bound: 1e-11 in double precision; 1e-4 in single precision, which is 1,700
  /// roundings, room for a sum of over a thousand terms that is added up in another order.
  public static func tolerance(_ element: ElementType) -> Double {
    element == .f32 ? 1e-4 : 1e-11
  }
  /// The largest share of its bound that a difference took up, and where.
  public struct Worst: Hashable, Sendable {
    /// The difference over its bound.
    public var ratio = 0.0
    /// The op, or the output or state; empty where nothing differs.
    public var place = ""

    mutating func include(_ deviation: Deviation, at place: @autoclosure () -> String) {
      if deviation.ratio > ratio {
        self = Worst(ratio: deviation.ratio, place: place())
      }
    }
  }

  /// The values that held an element which is NaN or infinite, in either graph and some batch. Where
  /// both graphs have it, the two do not differ, but neither do they tell anything.
  public struct NotFinite: Hashable, Sendable {
    /// How many values there are.
    public var count = 0
    /// The first of them: the op, or the output or state; empty where there is none.
    public var place = ""
    /// The batch in which it was first found, such as `random 1`; empty where there is none.
    public var batch = ""
    /// The values that were counted, by their place among those compared.
    private var counted: Set<Int> = []

    /// Counts a value, unless it was counted before.
    mutating func include(_ index: Int, at place: @autoclosure () -> String, in batch: String) {
      guard counted.insert(index).inserted else { return }
      count += 1
      if count == 1 { (self.place, self.batch) = (place(), batch) }
    }
  }

  /// What one graph came to.
  public struct Comparison: Hashable, Sendable {
    /// Which graph, such as `training`.
    public var graph: String
    /// The type of its elements.
    public var element: ElementType
    /// The nodes that are not optimised.
    public var nodesBefore: Int
    /// The nodes that the optimisations leave.
    public var nodesAfter: Int
    /// The passes that changed something, in order.
    public var passes: [String]
    /// The batches it ran on.
    public var batches = 0
    /// The values compared in each batch.
    public var values: Int
    /// The worst of them.
    public var worstValue = Worst()
    /// Those that are not finite.
    public var valuesNotFinite = NotFinite()
    /// The outputs and states compared in each batch.
    public var ends = 0
    /// The worst of them.
    public var worstEnd = Worst()
    /// Those that are not finite.
    public var endsNotFinite = NotFinite()
    /// What differs by more than the bound, the first of it.
    public var difference: Difference?
  }

  /// Where a graph and what was made of it differ by more than the bound.
  public struct Difference: Hashable, Sendable {
    /// The first op that differs, or, where all ops agree but the plan's run does not, the output
    /// or state.
    public var place: String
    /// The pass that made the difference; nil where all ops agree.
    public var pass: String?
    /// The batch, such as `random 1`.
    public var batch: String
    /// The largest difference; infinite where one element is a number and the other is not.
    public var difference: Double
    /// What it may be.
    public var bound: Double
    /// Where it stands in the graph that is not optimised.
    public var before: Neighborhood
    /// Where its counterpart stands in the optimised graph; nil where there is none.
    public var after: Neighborhood?
  }

  /// A graph to check.
  public struct Subject: Sendable {
    /// What it is called in the report.
    public var name: String
    /// The graph as it was lowered or read.
    public var graph: Graph
    /// What must be done to run it: a pipeline without optimisations.
    public var unoptimized: Pipeline
    /// The pipeline with them.
    public var optimized: Pipeline

    /// Makes a subject.
    public init(_ name: String, _ graph: Graph, unoptimized: Pipeline, optimized: Pipeline) {
      self.name = name
      self.graph = graph
      self.unoptimized = unoptimized
      self.optimized = optimized
    }
  }

  /// What was found, graph by graph.
  public private(set) var comparisons: [Comparison] = []
  /// Whether nothing differs by more than the bounds.
  public var isSound: Bool { comparisons.allSatisfy { $0.difference == nil } }
  /// Whether every element that was compared is a finite number.
  public var isWhole: Bool {
    comparisons.allSatisfy { $0.valuesNotFinite.count + $0.endsNotFinite.count == 0 }
  }

  /// Checks a model.
  ///
  /// - Parameters:
  ///   - model: the model.
  ///   - level: the level that is compared with none.
  ///   - disabled: the names of passes that are left out.
  ///   - batches: what it runs on.
  ///   - threads: the workers that the plans are for.
  ///   - observe: is told of each graph and batch.
  /// - Throws: E0502 where the values do not fit this machine.
  public init(
    _ model: Model, level: OptimizationLevel, disabling disabled: Set<String> = [],
    batches: CheckBatches, threads: Int, observe: CheckProgress.Observer = { _ in }
  ) throws {
    var progress = CheckProgress(part: "", done: 0, count: 4 * (batches.total + 1))
    for element in [ElementType.f64, .f32] {
      let subjects = [
        Subject(
          "training",
          try model.lower(rows: batches.rows, element: element, mode: .training),
          unoptimized: .training(model.optimizer, .none),
          optimized: .training(model.optimizer, level).disabling(disabled)),
        Subject(
          "inference",
          try model.lower(rows: batches.rows, element: element, mode: .inference),
          unoptimized: .inference(.none), optimized: .inference(level).disabling(disabled)),
      ]
      try self.check(subjects, batches, threads: threads, &progress, observe)
    }
  }

  /// Checks a graph that is given as text, in double precision and as it is.
  ///
  /// - Parameter disabled: the names of passes that are left out.
  /// - Throws: E0502 where the values do not fit this machine; `ShapeError` where an operator takes
  ///   no other precision, which none of the catalog's does.
  public init(
    _ graph: Graph, level: OptimizationLevel, disabling disabled: Set<String> = [],
    batches: CheckBatches, threads: Int, observe: CheckProgress.Observer = { _ in }
  ) throws {
    var graphs = [graph]
    if graph.values.contains(where: { $0.type.element == .f32 }) {
      graphs.insert(try graph.converted(to: .f64), at: 0)
    }
    var progress = CheckProgress(part: "", done: 0, count: graphs.count * (batches.total + 1))
    for graph in graphs {
      let subject = Subject(
        graph.name, graph, unoptimized: Pipeline([]),
        optimized: .inference(level).disabling(disabled))
      try check([subject], batches, threads: threads, &progress, observe)
    }
  }

  /// Checks graphs that have their states in common, one after the other: what the first makes of
  /// the states is what the second starts with.
  public init(_ subjects: [Subject], batches: CheckBatches, threads: Int) throws {
    var progress = CheckProgress(part: "", done: 0, count: subjects.count * (batches.total + 1))
    try check(subjects, batches, threads: threads, &progress) { _ in }
  }

  private mutating func check(
    _ subjects: [Subject], _ batches: CheckBatches, threads: Int,
    _ progress: inout CheckProgress, _ observe: CheckProgress.Observer
  ) throws {
    let teams = (team: Team(workers: threads), solo: Team(workers: 1))
    var states: [String: [Double]] = [:]
    for subject in subjects {
      let element = subject.graph.values.contains { $0.type.element == .f32 } ? "f32" : "f64"
      progress.part = "\(subject.name) in \(element)"
      observe(progress)
      let trial = try OptimizationTrial(
        subject, on: batches, team: teams.team, solo: teams.solo)
      // What is prepared before the first batch takes as long as a batch.
      let start = progress.done
      let comparison = try trial.run(states: &states) { batch in
        progress.done = start + batch
        observe(progress)
      }
      comparisons.append(comparison)
      progress.done = start + batches.total + 1
    }
  }
}
