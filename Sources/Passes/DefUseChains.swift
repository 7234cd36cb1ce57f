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
  /// The readers of all values, value by value: those of value i from `starts[i]` on.
  private let readers: [NodeID]
  private let starts: [Int]

  /// The chains of a graph; nil where it has none of these operators, so that there is nothing to
  /// look for.
  init?(_ graph: Graph, having ops: any Op.Type...) {
    guard ops.contains(where: graph.contains) else { return nil }
    self.graph = graph
    uses = graph.useCounts()
    var starts = [Int](repeating: 0, count: graph.values.count + 1)
    for node in graph.nodes { for operand in node.operands { starts[operand.index + 1] += 1 } }
    for index in graph.values.indices { starts[index + 1] += starts[index] }
    var readers = [NodeID](repeating: NodeID(0), count: starts[graph.values.count])
    var ends = starts
    for (index, node) in graph.nodes.enumerated() {
      for operand in node.operands {
        readers[ends[operand.index]] = NodeID(index)
        ends[operand.index] += 1
      }
    }
    self.starts = starts
    self.readers = readers
  }

  /// The nodes that read a value, in order.
  private func readers(of value: ValueID) -> ArraySlice<NodeID> {
    readers[starts[value.index]..<starts[value.index + 1]]
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
    for id in readers(of: value) {
      if let match: Match<O> = match(id) { return match }
    }
    return nil
  }

  /// Whether exactly these nodes use a value, each once.
  func isUsed(_ value: ValueID, onlyBy ids: NodeID...) -> Bool {
    uses[value.index] == ids.count && Set(readers(of: value)) == Set(ids)
  }

  private func match<O>(_ id: NodeID) -> Match<O>? {
    guard !graph[id].isRecomputed else { return nil }
    return (graph[id].op as? O).map { Match(op: $0, id: id, node: graph[id]) }
  }
}
