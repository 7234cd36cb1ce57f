public import IR
public import Operators

/// How much the compiler optimises.
public enum OptimizationLevel: Int, CaseIterable, Sendable {
  /// Nothing.
  case none = 0
  /// The basic clean-up.
  case basic = 1
  /// Everything; the default.
  case full = 2
}

/// A literal list of passes that turns a lowered graph into one to execute.
public struct Pipeline: Sendable {
  /// The passes in order.
  public var passes: [any Pass]

  /// A pipeline of these passes.
  public init(_ passes: [any Pass]) { self.passes = passes }

  /// From a graph lowered for training to the whole training step.
  public static func training(
    _ optimizer: any Optimizer, clipping: Clipping? = nil, noise: GradientNoise? = nil,
    _ level: OptimizationLevel
  ) -> Pipeline {
    Pipeline(
      [Differentiate(optimizer, clipping: clipping, noise: noise)] + optimizations(level))
  }

  /// From a graph lowered for inference to predictions and the data loss.
  public static func inference(_ level: OptimizationLevel) -> Pipeline {
    Pipeline((level == .full ? [FoldBatchnorm()] : []) + optimizations(level))
  }

  /// What both pipelines do at a level.
  public static func optimizations(_ level: OptimizationLevel) -> [any Pass] {
    switch level {
    case .none: []
    case .basic: [FoldConstants(), SimplifyAlgebra(), ShareEqualNodes(), EliminateDeadNodes()]
    case .full:
      [
        FoldConstants(), SimplifyAlgebra(),
        FuseBiasActivation(), FuseAddActivation(), FuseDropoutActivation(),
        FuseBatchnormActivation(), FuseBiasGradient(), FuseSoftmaxCrossEntropyGradient(),
        FuseSoftmaxCrossEntropy(), FuseWeightDecay(), ShareEqualNodes(), EliminateDeadNodes(),
      ]
    }
  }

  /// The names of the passes that run at a level, in the order in which they run.
  public static func passNames(isTraining: Bool, _ level: OptimizationLevel) -> [String] {
    isTraining
      ? [Differentiate.name] + optimizations(level).map(\.name)
      : inference(level).passes.map(\.name)
  }

  /// The names of all passes, in the order in which they run.
  public static let passNames: [String] =
    [Differentiate.name, FoldBatchnorm().name] + optimizations(.full).map(\.name)

  /// The names of the passes that can be left out: all but `differentiate`, without which there is
  /// no training step.
  public static let optionalPassNames = passNames.filter { $0 != Differentiate.name }

  /// The pipeline without the passes of these names.
  public func disabling(_ names: Set<String>) -> Pipeline {
    Pipeline(passes.filter { !names.contains($0.name) })
  }

  /// What is shown each moment of a compilation.
  public typealias Observer = (_ stage: Stage) throws -> Void

  /// Runs the passes: those that run once where they stand, and each stretch of repeated ones between
  /// them in rounds, until none of them finds anything to change.
  ///
  /// The rounds end. A repeated pass that changes a graph must lower its `size`, which is a whole
  /// number and never negative, and this is checked after each of them. So a stretch that starts
  /// with a graph of size s sees at most s changes. Every round but the last has at least one
  /// change, hence there are at most s + 1 rounds. Ordinary graphs need two or three: the first
  /// changes nearly everything, the last finds nothing. A pass that found nothing is left out until
  /// another one has changed the graph.
  ///
  /// The whole graph is verified before the first pass and after the last, and behind each pass the
  /// nodes it touched and their users.
  ///
  /// - Parameter observe: is shown the graph before and after each pass.
  /// - Throws: `VerificationError` or `ShapeError` where a pass is wrong: a bug in nnc.
  public func run(on graph: Graph, observe: Observer = { _ in }) throws -> Graph {
    try graph.verify()
    var graph = graph
    var rest = passes[...]
    while let next = rest.first {
      let stretch = next.isRepeated ? rest.prefix { $0.isRepeated } : rest.prefix(1)
      if next.isRepeated {
        try Self.runRounds(of: Array(stretch), on: &graph, observe)
      } else {
        _ = try Self.apply(next, round: nil, to: &graph, observe)
      }
      rest = rest.dropFirst(stretch.count)
    }
    try graph.verify()
    return graph
  }

  /// Repeats passes until none finds anything to change.
  private static func runRounds(
    of passes: [any Pass], on graph: inout Graph, _ observe: Observer
  ) throws {
    var changes = 0
    /// The number of changes after which each pass last found nothing.
    var settled = [Int?](repeating: nil, count: passes.count)
    var round = 1
    while settled.contains(where: { $0 != changes }) {
      for (index, pass) in passes.enumerated() where settled[index] != changes {
        if try apply(pass, round: round, to: &graph, observe) {
          changes += 1
        } else {
          settled[index] = changes
        }
      }
      round += 1
    }
  }

  /// Runs one pass and verifies what it made.
  ///
  /// - Returns: whether it changed the graph.
  private static func apply(
    _ pass: any Pass, round: Int?, to graph: inout Graph, _ observe: Observer
  ) throws -> Bool {
    try observe(Stage(pass.name, .before, round: round, graph))
    let rewrite = try pass.run(on: graph)
    if let rewrite {
      try rewrite.graph.verify(touched: rewrite.touched)
      guard !pass.isRepeated || rewrite.graph.size < graph.size else {
        throw VerificationError(
          "pass '\(pass.name)' changed a graph of size \(graph.size) into one of size "
            + "\(rewrite.graph.size), and has to lower it")
      }
      graph = rewrite.graph
    }
    try observe(
      Stage(pass.name, .after(changed: rewrite != nil), round: round, graph, rewrite: rewrite))
    return rewrite != nil
  }
}
