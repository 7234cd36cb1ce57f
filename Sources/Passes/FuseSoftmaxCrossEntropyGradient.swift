public import IR
import Operators

/// `fuse-softmax-cross-entropy-gradient`: joins `softmax`, `subtract_one_hot` and `scale_rows`,
/// each read by the next alone, into one `softmax_cross_entropy_gradient`. The bits stay.
public struct FuseSoftmaxCrossEntropyGradient: Pass {
  /// The kebab-case name.
  public let name = "fuse-softmax-cross-entropy-gradient"

  /// Makes the pass.
  public init() {}

  /// The graph after the pass; nil where it does not apply.
  public func run(on graph: Graph) throws(ShapeError) -> Rewrite? {
    guard let chains = DefUseChains(graph, having: SubtractOneHot.self) else {
      return nil
    }
    return try chains.fusing { _, node in
      guard node.op is ScaleRows,
        let difference = chains.soleDefiner(of: node.operands[0], SubtractOneHot.self),
        let softmax = chains.soleDefiner(of: difference.node.operands[0], Softmax.self)
      else { return nil }
      return Fusion(
        op: SoftmaxCrossEntropyGradient(smoothing: difference.op.smoothing),
        operands: [softmax.node.operands[0], difference.node.operands[1], node.operands[1]],
        results: Array(node.results), swallowed: [softmax.id, difference.id], origin: node.origin)
    }
  }
}
