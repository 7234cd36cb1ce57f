public import IR
public import Kernels
public import Lowering
import Operators
public import Passes
public import Source

/// From a checked model to graphs ready to plan.
public struct Compiler: Sendable {
  /// The model.
  public let model: Model
  /// How much to optimise.
  public let level: OptimizationLevel
  /// The element type of the graphs.
  public let element: ElementType

  /// A compiler for a model.
  public init(_ model: Model, level: OptimizationLevel = .full, element: ElementType = .f32) {
    self.model = model
    self.level = level
    self.element = element
  }

  /// What is shown each stage of a compilation: its name, `lower`, `read` or a pass's, and the
  /// graph.
  public typealias Observer = (_ stage: String, _ graph: Graph) throws -> Void

  /// The whole training step on `rows` rows.
  public func trainingStep(rows: Int, observe: Observer = { _, _ in }) throws -> Graph {
    let graph = try model.lower(rows: rows, element: element, mode: .training)
    try observe("lower", graph)
    return try Pipeline.training(model.optimizer, level).run(on: graph, observe: observe)
  }

  /// Predictions, or the data loss and the accuracy, or both, for `rows` rows.
  public func inference(
    rows: Int, outputs: Set<String> = ["prediction", "loss", "accuracy"],
    observe: Observer = { _, _ in }
  ) throws -> Graph {
    var graph = try model.lower(rows: rows, element: element, mode: .inference)
    graph.keepOutputs(outputs)
    try observe("lower", graph)
    return try Pipeline.inference(level).run(on: graph, observe: observe)
  }

  /// The gradients of the loss on `rows` rows, without updates and without optimisation.
  public func gradients(rows: Int) throws -> Graph {
    let graph = try model.lower(rows: rows, element: element, mode: .training)
    return try Pipeline([Differentiate.exposingGradients]).run(on: graph)
  }

  /// A graph that is given as text, optimised as its own kind is: batch normalisation folds where
  /// nothing is updated. It is never differentiated again, and left untouched at level `none`.
  ///
  /// - Parameter observe: is shown the graph as it is first, as the stage `read`.
  public static func optimized(
    _ graph: Graph, level: OptimizationLevel, observe: Observer = { _, _ in }
  ) throws -> Graph {
    try observe("read", graph)
    return try Pipeline.inference(level).run(on: graph, observe: observe)
  }
}

/// Refuses what takes more memory than the machine has, before any of it is taken.
///
/// - Throws: E0502.
public func checkFits(_ bytes: Int, on machine: Int, doing purpose: String) throws(InputError) {
  guard bytes <= machine else {
    func text(_ bytes: Int) -> String {
      "\(bytes / 1_000_000_000).\(bytes / 100_000_000 % 10) GB"
    }
    throw InputError(
      Diagnostic(
        code: "E0502", "\(purpose) needs \(text(bytes)), but this machine has \(text(machine))",
        help: ["use a smaller batch or smaller layers"]))
  }
}
