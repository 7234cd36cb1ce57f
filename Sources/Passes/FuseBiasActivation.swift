public import IR
import Operators

/// `fuse-bias-activation`: joins `add_bias` and the activation that alone reads its result into one
/// `bias_activation`, so that memory is swept once. The bits stay.
public struct FuseBiasActivation: Pass {
  /// The kebab-case name.
  public let name = "fuse-bias-activation"

  /// Makes the pass.
  public init() {}

  /// The graph after the pass; nil where it does not apply.
  public func run(on graph: Graph) throws(ShapeError) -> Rewrite? {
    guard let chains = DefUseChains(graph, having: AddBias.self) else {
      return nil
    }
    return try chains.fusing { _, node in
      // To ask for a protocol takes long, so that it is asked last.
      guard let operand = node.operands.first,
        let bias = chains.soleDefiner(of: operand, AddBias.self),
        let activation = node.op as? any ActivationOp
      else { return nil }
      return Fusion(
        op: BiasActivation(activation), operands: bias.node.operands, results: Array(node.results),
        swallowed: [bias.id], origin: node.origin)
    }
  }
}
