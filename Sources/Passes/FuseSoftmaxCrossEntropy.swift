public import IR
import Operators

/// `fuse-softmax-cross-entropy`: joins `softmax_cross_entropy` and its gradient, where that is scaled
/// by a constant, into one `softmax_cross_entropy_with_gradient`, so that the exponentials are
/// computed once. The bits stay.
public struct FuseSoftmaxCrossEntropy: Pass {
  /// The kebab-case name.
  public let name = "fuse-softmax-cross-entropy"

  /// Makes the pass.
  public init() {}

  /// The graph after the pass; nil where it does not apply.
  public func run(on graph: Graph) throws(ShapeError) -> Rewrite? {
    guard let chains = DefUseChains(graph, having: SoftmaxCrossEntropyGradient.self) else {
      return nil
    }
    return try chains.fusing { id, node in
      guard let op = node.op as? SoftmaxCrossEntropy,
        let gradient = chains.reader(of: node.operands[0], SoftmaxCrossEntropyGradient.self),
        gradient.id > id, gradient.op.smoothing == op.smoothing,
        gradient.node.operands[1] == node.operands[1],
        chains.definer(of: gradient.node.operands[2], Constant.self) != nil
      else { return nil }
      return Fusion(
        op: SoftmaxCrossEntropyWithGradient(smoothing: op.smoothing),
        operands: gradient.node.operands,
        results: Array(node.results) + gradient.node.results, swallowed: [gradient.id],
        origin: gradient.node.origin)
    }
  }
}
