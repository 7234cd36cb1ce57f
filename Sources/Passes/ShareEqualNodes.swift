public import IR

/// `share-equal-nodes`: computes once what several nodes would compute from the same operands with
/// the same operator and attributes; operands of a commutative operator may be swapped. Nodes that
/// draw random numbers carry their site among the attributes, so two of them are never equal;
/// recomputed nodes are equal to others on purpose, and stay.
public struct ShareEqualNodes: Pass {
  /// The kebab-case name.
  public let name = "share-equal-nodes"

  /// Makes the pass.
  public init() {}

  private struct Key: Hashable {
    var op: ObjectIdentifier
    /// Real numbers among them are compared by their bits: -0.0 differs from 0.0.
    var attributes: Attributes
    var operands: [ValueID]

    /// A node's key, its operands being replaced by those they are equal to.
    init(_ node: Node, _ equal: [ValueID]) {
      op = ObjectIdentifier(type(of: node.op))
      attributes = node.op.attributes
      operands = node.operands
      for index in operands.indices { operands[index] = equal[operands[index].index] }
      if node.op.isCommutative { operands.sort() }
    }
  }

  /// The graph after the pass; nil where it does not apply.
  public func run(on graph: Graph) throws(ShapeError) -> Rewrite? {
    /// The first value that each value is equal to.
    var equal = graph.values.indices.map { ValueID($0) }
    var first: [Key: NodeID] = Dictionary(minimumCapacity: graph.nodes.count)
    var isShared = [Bool](repeating: false, count: graph.nodes.count)
    for (index, node) in graph.nodes.enumerated() where !node.isRecomputed {
      let key = Key(node, equal)
      guard let other = first[key] else {
        first[key] = NodeID(index)
        continue
      }
      isShared[index] = true
      for (old, new) in zip(node.results, graph[other].results) { equal[old.index] = new }
    }
    guard isShared.contains(true) else { return nil }

    var rewriter = Rewriter(graph)
    for (index, node) in graph.nodes.enumerated() {
      guard isShared[index] else {
        try rewriter.copy(node)
        continue
      }
      for result in node.results { rewriter.substitute(result, by: rewriter(equal[result.index])) }
    }
    return Rewrite(rewriter)
  }
}
