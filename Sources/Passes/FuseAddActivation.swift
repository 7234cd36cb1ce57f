public import IR
import Operators

/// `fuse-add-activation`: joins `add` and the activation that alone reads its result, as at the end
/// of a residual branch, into one `add_activation`. The bits stay.
public struct FuseAddActivation: Pass {
  /// The kebab-case name.
  public let name = "fuse-add-activation"

  /// Makes the pass.
  public init() {}

  /// The graph after the pass; nil where it does not apply.
  public func run(on graph: Graph) throws(ShapeError) -> Rewrite? {
    guard let chains = DefUseChains(graph, having: Add.self) else {
      return nil
    }
    return try chains.fusing { _, node in
      guard let activation = node.op as? any ActivationOp,
        let sum = chains.soleDefiner(of: node.operands[0], Add.self)
      else { return nil }
      return Fusion(
        op: AddActivation(activation), operands: sum.node.operands, results: Array(node.results),
        swallowed: [sum.id], origin: node.origin)
    }
  }
}
