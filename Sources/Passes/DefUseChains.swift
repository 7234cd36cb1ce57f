import IR

/// A graph with the definition and the readers of every value: what fusions look at.
struct DefUseChains {
  /// A node whose operator is of a certain kind. Recomputed nodes match none: they stay as they are.
  struct Match<O> {
    /// The operator.
    var op: O
    /// Where the node stands.
    var id: NodeID
    /// The node.
    var node: Node
  }

  /// The graph.
  let graph: Graph
  /// How often each value is used: by nodes, updates and outputs.
  private let uses: [Int]
  /// By value, the nodes that read it, in order.
  private let readers: Lists<NodeID>

  /// The chains of a graph; nil where it has none of these operators, so that there is nothing to
  /// look for.
  init?(_ graph: Graph, having ops: any Op.Type...) {
    guard ops.contains(where: graph.contains) else { return nil }
    self.graph = graph
    uses = graph.useCounts()
    readers = graph.readersByValue()
  }

  /// The node that defines a value, where its operator is of the kind.
  func definer<O>(of value: ValueID, _: O.Type) -> Match<O>? {
    graph.node(defining: value).flatMap { match($0) }
  }

  /// The same, where nothing but one operand of one node uses the value.
  func soleDefiner<O>(of value: ValueID, _ kind: O.Type) -> Match<O>? {
    uses[value.index] == 1 ? definer(of: value, kind) : nil
  }

  /// The first reader of a value whose operator is of the kind.
  func reader<O>(of value: ValueID, _: O.Type) -> Match<O>? {
    for id in readers[value.index] {
      if let match: Match<O> = match(id) { return match }
    }
    return nil
  }

  /// Whether exactly these nodes use a value, each once.
  func isUsed(_ value: ValueID, onlyBy ids: NodeID...) -> Bool {
    uses[value.index] == ids.count && Set(readers[value.index]) == Set(ids)
  }

  private func match<O>(_ id: NodeID) -> Match<O>? {
    guard !graph[id].isRecomputed else { return nil }
    return (graph[id].op as? O).map { Match(op: $0, id: id, node: graph[id]) }
  }
}
