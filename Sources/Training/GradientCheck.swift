public import IR
import Kernels
public import Lowering

/// Compares the analytic gradients of a model or of a graph's text with central differences, in
/// double precision.
///
/// In training mode, with one dropout mask, on random rows: 8 of them for a model
/// unless another number is asked for, a graph's own number for its text. The graph updates nothing. The error
/// of a tensor at a step h is ||a - n|| / max(||a|| + ||n||, 1e-4 g), where a and n are the
/// analytic and numeric gradients of the entries looked at and g is the largest norm of any
/// tensor's.
public struct GradientCheck: Sendable {
  /// The steps h that are tried unless others are asked for.
  public static let usualSteps = [1e-3, 1e-4, 1e-5, 1e-6]
  /// How many entries of a large tensor are looked at.
  public static let entryLimit = 200
  /// The rows of the batch.
  public static let rows = 8
  /// What the worst tensor's error may be.
  public static let tolerance = 1e-7

  /// What was found for one parameter.
  public struct Tensor: Hashable, Sendable {
    /// The parameter's name.
    public var name: String
    /// Its shape.
    public var shape: [Int]
    /// The entries that were looked at.
    public var entries: Int
    /// The error at each step.
    public var errors: [Double]
    /// The parts that errors are made of: ||a - n|| and ||a|| + ||n|| at each step.
    public var norms: [Norms]
    /// The entries left out at each step, since a kink lay between the two sides.
    public var skipped: [Int]
    /// The index of the best step; steps that left out more than a tenth do not count.
    public var best: Int?
    /// The error at the best step.
    public var error: Double { best.map { errors[$0] } ?? .infinity }

    /// ||a - n|| / max(floor, ||a|| + ||n||) at the step where it is least: the error with a floor
    /// of its own, under which a gradient counts as zero.
    public func error(floor: Double) -> Double {
      norms.indices.filter(counts).map { norms[$0].difference / max(floor, norms[$0].sum) }.min()
        ?? .infinity
    }

    /// Whether a step looked at nine tenths of the entries or more.
    func counts(_ step: Int) -> Bool { skipped[step] * 10 <= entries }
  }

  /// The size of a difference, and what it is compared with.
  public struct Norms: Hashable, Sendable {
    /// ||a - n||.
    public var difference: Double
    /// ||a|| + ||n||.
    public var sum: Double
  }

  /// The steps h that were tried.
  public let steps: [Double]
  /// What was found, parameter by parameter.
  public let tensors: [Tensor]
  /// The error of the worst tensor at its best step.
  public var worst: Double { tensors.map(\.error).max() ?? 0 }

  /// The parameters that no gradient was found for, so that there was nothing to compare.
  public let unchecked: [String]

  /// Checks a model.
  ///
  /// - Throws: E0503 where the loss is not a finite number, so that there is nothing to compare.
  public init(
    _ model: Model, rows: Int = Self.rows, steps: [Double] = Self.usualSteps, threads: Int = 1,
    observe: CheckProgress.Observer = { _ in }
  ) throws {
    try self.init(
      probing: try Compiler(model, element: .f64).gradients(rows: rows), steps: steps,
      threads: threads, observe)
  }

  /// Checks a graph that is given as text.
  ///
  /// A training step's gradients are what its optimizer's updates follow, whatever passes ran on it.
  /// A forward graph is differentiated here.
  ///
  /// - Throws: E0505 where the graph has no loss, no gradients, and none can be made; E0503 as for a
  ///   model; each with its place in the text.
  public init(
    _ text: GraphText, steps: [Double] = Self.usualSteps, threads: Int = 1,
    observe: CheckProgress.Observer = { _ in }
  ) throws {
    try self.init(
      probing: try text.graph.exposingGradients(in: text), of: text, steps: steps,
      threads: threads, observe)
  }

  /// Checks a graph with the outputs `loss` and `gradient.<parameter>`.
  private init(
    probing graph: Graph, of text: GraphText? = nil, steps: [Double], threads: Int,
    _ observe: CheckProgress.Observer
  ) throws {
    self.steps = steps
    observe(CheckProgress(part: "planning", done: 0, count: 1))
    var probe = try GradientProbe(graph, of: text, steps: steps, threads: threads)
    let tensors = try probe.check(observe)
    let checked = Set(tensors.map(\.name))
    self.tensors = tensors
    unchecked = graph.states.filter { $0.role == .parameter && !checked.contains($0.name) }
      .map(\.name)
  }
}
