public import IR
import Operators

/// `fuse-batchnorm-activation`: joins `batchnorm` and the activation that alone reads what it
/// normalised into one `batchnorm_activation`, and their gradients into one
/// `batchnorm_activation_gradient`. The bits stay.
public struct FuseBatchnormActivation: Pass {
  /// The kebab-case name.
  public let name = "fuse-batchnorm-activation"

  /// Makes the pass.
  public init() {}

  /// The graph after the pass; nil where it does not apply.
  public func run(on graph: Graph) throws(ShapeError) -> Rewrite? {
    guard let chains = DefUseChains(graph, having: Batchnorm.self, BatchnormGradient.self) else {
      return nil
    }
    return try chains.fusing { _, node in
      switch node.op {
      case let batchnorm as Batchnorm: chains.fusion(of: batchnorm, node)
      case let gradient as BatchnormGradient: chains.fusion(of: gradient, node)
      default: nil
      }
    }
  }
}

extension DefUseChains {
  /// Stands where the normalisation stood, since the moving averages read its figures.
  fileprivate func fusion(of batchnorm: Batchnorm, _ node: Node) -> Fusion? {
    guard let activation = reader(of: node.results[0], (any ActivationOp).self),
      isUsed(node.results[0], onlyBy: activation.id)
    else { return nil }
    return Fusion(
      op: BatchnormActivation(batchnorm, activation.op), operands: node.operands,
      results: Array(activation.node.results) + node.results.dropFirst(),
      swallowed: [activation.id],
      origin: activation.node.origin)
  }

  fileprivate func fusion(of gradient: BatchnormGradient, _ node: Node) -> Fusion? {
    guard let activation = soleDefiner(of: node.operands[0], ActivationGradient.self),
      activation.op.scale == 1
    else { return nil }
    return Fusion(
      op: BatchnormActivationGradient(gradient, activation.op.activation),
      operands: activation.node.operands + node.operands.dropFirst(), results: Array(node.results),
      swallowed: [activation.id], origin: node.origin)
  }
}
