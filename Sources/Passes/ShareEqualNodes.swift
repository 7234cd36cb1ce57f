public import IR

/// `share-equal-nodes`: computes once what several nodes would compute from the same operands with
/// the same operator and attributes. Nodes that draw random numbers carry their site among the
/// attributes, so two of them are never equal.
public struct ShareEqualNodes: Pass {
  public let name = "share-equal-nodes"

  public init() {}

  private struct Key: Hashable {
    var op: String
    var attributes: Attributes
    var operands: [ValueID]
  }

  public func run(on graph: Graph) throws(ShapeError) -> Rewrite? {
    var rewriter = Rewriter(graph)
    var known: [Key: [ValueID]] = [:]
    for node in graph.nodes {
      let key = Key(
        op: node.op.name, attributes: node.op.attributes,
        operands: node.operands.map { rewriter($0) })
      if let results = known[key] {
        for (old, new) in zip(node.results, results) { rewriter.substitute(old, by: new) }
      } else {
        try rewriter.copy(node)
        known[key] = node.results.map { rewriter($0) }
      }
    }
    guard rewriter.graph.nodes.count < graph.nodes.count else { return nil }
    return Rewrite(rewriter)
  }
}
