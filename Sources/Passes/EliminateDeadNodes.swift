public import IR

/// `eliminate-dead-nodes`: drops nodes, inputs and states that neither an output nor an update
/// depends on.
public struct EliminateDeadNodes: Pass {
  /// The kebab-case name.
  public let name = "eliminate-dead-nodes"

  /// Makes the pass.
  public init() {}

  /// The graph after the pass; nil where it does not apply.
  public func run(on graph: Graph) throws(ShapeError) -> Rewrite? {
    let live = graph.liveValues()
    guard live.contains(false) else { return nil }

    var rewriter = Rewriter(graph, keeping: { live[$0.index] })
    for node in graph.nodes where node.results.contains(where: { live[$0.index] }) {
      try rewriter.copy(node)
    }
    return Rewrite(rewriter)
  }
}
