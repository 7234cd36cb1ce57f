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
  /// The names of passes that are left out.
  public let disabled: Set<String>

  /// A compiler for a model.
  public init(
    _ model: Model, level: OptimizationLevel = .full, disabling disabled: Set<String> = [],
    element: ElementType = .f32
  ) {
    self.model = model
    self.level = level
    self.disabled = disabled
    self.element = element
  }

  /// The passes that make a training step of a lowered graph.
  public var trainingPipeline: Pipeline {
    Pipeline.training(
      model.optimizer, clipping: model.settings.clipping, noise: model.settings.gradientNoise, level
    )
    .disabling(disabled)
  }

  /// The passes that make inference of a lowered graph.
  public var inferencePipeline: Pipeline { Pipeline.inference(level).disabling(disabled) }

  /// The forward graph on `rows` rows.
  ///
  /// - Throws: E0508 where a tensor would have more elements than BLAS can count.
  private func lowered(rows: Int, _ mode: Mode) throws -> Graph {
    let widest =
      ([model.inputShape] + model.layers.map(\.outputShape))
      .map { $0.reduce(1, *) }.max() ?? 1
    guard rows <= TensorType.elementLimit / widest else {
      throw InputError(
        Diagnostic(
          code: "E0508",
          "a batch of \(rows) rows with \(widest) numbers each is beyond the "
            + "\(TensorType.elementLimit) elements that a tensor may have",
          help: ["use a smaller batch"]))
    }
    return try model.lower(rows: rows, element: element, mode: mode)
  }

  /// The whole training step on `rows` rows; `observe` is shown it at each stage, `lower` first.
  public func trainingStep(
    rows: Int, observe: Pipeline.Observer = { _ in }
  ) throws -> Graph {
    let graph = try lowered(rows: rows, .training)
    try observe(Stage("lower", .after(changed: true), graph))
    return try trainingPipeline.run(on: graph, observe: observe)
  }

  /// Predictions, or the data loss and the accuracy, or both, for `rows` rows.
  public func inference(
    rows: Int, outputs: Set<String> = ["prediction", "loss", "accuracy"],
    observe: Pipeline.Observer = { _ in }
  ) throws -> Graph {
    var graph = try lowered(rows: rows, .inference)
    graph.keepOutputs(outputs)
    try observe(Stage("lower", .after(changed: true), graph))
    return try inferencePipeline.run(on: graph, observe: observe)
  }

  /// The gradients of the loss on `rows` rows, without updates and without optimisation.
  public func gradients(rows: Int) throws -> Graph {
    let graph = try lowered(rows: rows, .training)
    return try Pipeline([Differentiate.exposingGradients]).run(on: graph)
  }

  /// What the inference pipeline makes of a graph that is given as text, be it a training step or
  /// not: it is never differentiated again, batch normalisation folds where nothing is updated, and
  /// at level `none` it stays as it is.
  ///
  /// - Parameter observe: is shown the graph as it is first, as the stage `read`.
  public static func inferencePasses(
    on graph: Graph, level: OptimizationLevel, disabling disabled: Set<String> = [],
    observe: Pipeline.Observer = { _ in }
  ) throws -> Graph {
    try observe(Stage("read", .after(changed: true), graph))
    return try Pipeline.inference(level).disabling(disabled).run(on: graph, observe: observe)
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
