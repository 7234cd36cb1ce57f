import IR

/// One node that takes the place of a node and of others, which it swallows.
struct Fusion {
  /// Its operator.
  var op: any Op
  /// Its operands, values of the graph before the pass.
  var operands: [ValueID]
  /// For each of its results the value that it stands for.
  var results: [ValueID]
  /// The nodes that are no more, besides the one in whose place it stands.
  var swallowed: [NodeID]
  /// Where it comes from: the origin of the last of the nodes.
  var origin: Origin?
}

extension DefUseChains {
  /// The graph in which each node for which `fuse` finds a fusion is replaced by it; nil where there
  /// is none.
  ///
  /// A fused node stands where the node given to `fuse` stood. Operands that are computed further
  /// down must be nodes without operands, as constants are, and move up.
  func fusing(_ fuse: (NodeID, Node) -> Fusion?) throws(ShapeError) -> Rewrite? {
    var fusions: [NodeID: Fusion] = [:]
    /// By node: whether it is replaced, or placed already.
    var done = [Bool](repeating: false, count: graph.nodes.count)
    for (index, node) in graph.nodes.enumerated() where !node.isRecomputed && !done[index] {
      let id = NodeID(index)
      guard let fusion = fuse(id, node), !fusion.swallowed.contains(where: { done[$0.index] })
      else { continue }
      fusions[id] = fusion
      done[index] = true
      for swallowed in fusion.swallowed { done[swallowed.index] = true }
    }
    guard !fusions.isEmpty else { return nil }

    var rewriter = Rewriter(graph)
    for (index, node) in graph.nodes.enumerated() {
      guard let fusion = fusions[NodeID(index)] else {
        if !done[index] { try rewriter.copy(node) }
        continue
      }
      for operand in fusion.operands where !rewriter.has(operand) {
        guard let definer = graph.node(defining: operand), !done[definer.index] else { continue }
        done[definer.index] = true
        try rewriter.copy(graph[definer])
      }
      let operands = fusion.operands.map { rewriter($0) }
      let results = try rewriter.add(fusion.op, operands, origin: fusion.origin)
      for (old, new) in zip(fusion.results, results) {
        rewriter.substitute(old, by: new)
      }
    }
    return Rewrite(rewriter)
  }
}
