extension Graph {
  /// By value, the nodes that read it, in order; a node stands there once for each operand that is the
  /// value.
  public func readersByValue() -> Lists<NodeID> {
    Lists(count: values.count, filler: NodeID(0)) { add in
      for (index, node) in nodes.enumerated() {
        for operand in node.operands { add(operand.index, NodeID(index)) }
      }
    }
  }

  /// By value, the value whose memory it shows: what it is a view of, through all views between them,
  /// or itself.
  public func viewRoots() -> [ValueID] {
    var roots = values.indices.map { ValueID($0) }
    for node in nodes {
      for alias in node.op.aliases where alias.kind == .view {
        roots[node.results[alias.result].index] = roots[node.operands[alias.operand].index]
      }
    }
    return roots
  }
}
