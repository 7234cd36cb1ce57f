public import IR

/// `share-equal-nodes`: computes once what several nodes would compute from the same operands with
/// the same operator and attributes. Nodes that draw random numbers carry their site among the
/// attributes, so two of them are never equal; recomputed nodes are equal to others on purpose.
public struct ShareEqualNodes: Pass {
  /// The kebab-case name.
  public let name = "share-equal-nodes"

  /// Makes the pass.
  public init() {}

  private struct Key: Hashable {
    var op: String
    /// The attributes as text, in which -0.0 differs from 0.0.
    var attributes: [String]
    var operands: [ValueID]
  }

  /// The graph after the pass; nil where it does not apply.
  public func run(on graph: Graph) throws(ShapeError) -> Rewrite? {
    var rewriter = Rewriter(graph)
    var known: [Key: [ValueID]] = [:]
    for node in graph.nodes {
      let key = Key(
        op: node.op.name, attributes: node.op.attributes.entries.map { "\($0.name)=\($0.value)" },
        operands: node.operands.map { rewriter($0) })
      if node.isRecomputed {
        try rewriter.copy(node)
      } else if let results = known[key] {
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
