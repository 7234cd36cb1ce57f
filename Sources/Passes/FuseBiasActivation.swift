public import IR
import Operators

/// `fuse-bias-activation`: joins `add_bias` and the activation that alone reads its result into one
/// `bias_activation`, so that memory is swept once.
public struct FuseBiasActivation: Pass {
  /// The kebab-case name.
  public let name = "fuse-bias-activation"

  /// Makes the pass.
  public init() {}

  /// The graph after the pass; nil where it does not apply.
  public func run(on graph: Graph) throws(ShapeError) -> Rewrite? {
    let uses = graph.useCounts()
    /// The `add_bias` that a node can swallow.
    func bias(of node: Node) -> NodeID? {
      guard node.op is any ActivationOp, uses[node.operands[0].index] == 1,
        let definer = graph.node(defining: node.operands[0]), graph[definer].op is AddBias
      else { return nil }
      return definer
    }
    let swallowed = Set(graph.nodes.compactMap(bias(of:)))
    guard !swallowed.isEmpty else { return nil }

    var rewriter = Rewriter(graph)
    for (index, node) in graph.nodes.enumerated() where !swallowed.contains(NodeID(index)) {
      guard let definer = bias(of: node), let activation = node.op as? any ActivationOp else {
        try rewriter.copy(node)
        continue
      }
      let operands = graph[definer].operands.map { rewriter($0) }
      let results = try rewriter.add(BiasActivation(activation), operands, origin: node.origin)
      rewriter.substitute(node.results[0], by: results[0])
    }
    return Rewrite(rewriter)
  }
}
