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
  public static func training(_ optimizer: any Optimizer, _ level: OptimizationLevel) -> Pipeline {
    Pipeline([Differentiate(optimizer)] + optimizations(level))
  }

  /// From a graph lowered for inference to predictions and the data loss.
  public static func inference(_ level: OptimizationLevel) -> Pipeline {
    Pipeline((level == .full ? [FoldBatchnorm()] : []) + optimizations(level))
  }

  /// What both pipelines do at a level.
  public static func optimizations(_ level: OptimizationLevel) -> [any Pass] {
    switch level {
    case .none: []
    case .basic: [FoldConstants(), ShareEqualNodes(), EliminateDeadNodes()]
    case .full:
      [
        FoldConstants(), FuseBiasActivation(), FuseAddActivation(), FuseDropoutActivation(),
        FuseBatchnormActivation(), FuseBiasGradient(), FuseSoftmaxCrossEntropyGradient(),
        FuseSoftmaxCrossEntropy(), FuseWeightDecay(), ShareEqualNodes(), EliminateDeadNodes(),
      ]
    }
  }

  /// The names of all passes, for `--print-after`.
  public static let passNames: [String] = [
    Differentiate.name, FoldBatchnorm().name, FoldConstants().name, FuseBiasActivation().name,
    FuseAddActivation().name, FuseDropoutActivation().name, FuseBatchnormActivation().name,
    FuseBiasGradient().name, FuseSoftmaxCrossEntropyGradient().name, FuseSoftmaxCrossEntropy().name,
    FuseWeightDecay().name, ShareEqualNodes().name, EliminateDeadNodes().name,
  ]

  /// Runs the passes. The whole graph is verified before the first and after the last, and behind
  /// each pass the nodes it touched and their users.
  ///
  /// - Parameter observe: is shown the graph after each pass.
  /// - Throws: `VerificationError` or `ShapeError` where a pass is wrong: a bug in nnc.
  public func run(
    on graph: Graph, observe: (_ pass: String, _ graph: Graph) throws -> Void = { _, _ in }
  ) throws -> Graph {
    try graph.verify()
    var graph = graph
    for pass in passes {
      if let rewrite = try pass.run(on: graph) {
        try rewrite.graph.verify(touched: rewrite.touched)
        graph = rewrite.graph
      }
      try observe(pass.name, graph)
    }
    try graph.verify()
    return graph
  }
}
