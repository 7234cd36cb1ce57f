import IR

/// The order in which a graph's nodes run: the graph's own, but each update of a state runs as soon
/// as its operands are there and nothing else will read the state, so that a gradient dies right
/// after it is made and its slice of the weights is updated while it is in cache.
func order(of graph: Graph) -> [NodeID] {
  let updates = UpdateNodes(graph)
  guard !updates.isEmpty else { return graph.nodes.indices.map { NodeID($0) } }

  // How much each update still waits for: its operands' nodes, and the readers of its state.
  var waits = updates.waits
  var order: [NodeID] = []
  order.reserveCapacity(graph.nodes.count)
  var ready: [NodeID] = []
  func emit(_ id: NodeID) {
    order.append(id)
    for update in updates.waiting[id] ?? [] {
      waits[update]? -= 1
      if waits[update] == 0 { ready.append(update) }
    }
  }
  func emitReady() { while let next = ready.popLast() { emit(next) } }
  ready = waits.keys.filter { waits[$0] == 0 }.sorted(by: >)
  emitReady()
  for index in graph.nodes.indices where waits[NodeID(index)] == nil {
    emit(NodeID(index))
    emitReady()
  }
  // What is left reads the states of each other, in a ring: the planner copies.
  let placed = Set(order)
  order += waits.keys.filter { !placed.contains($0) }.sorted()
  return order
}

/// The nodes whose results are nothing but new values of states, and what each has to wait for.
private struct UpdateNodes {
  /// For each update, the number of nodes it waits for.
  private(set) var waits: [NodeID: Int] = [:]
  /// For each node, the updates that wait for it.
  private(set) var waiting: [NodeID: [NodeID]] = [:]

  var isEmpty: Bool { waits.isEmpty }

  init(_ graph: Graph) {
    let uses = graph.useCounts()
    var states: [ValueID: ValueID] = [:]
    for update in graph.updates { states[update.value] = graph.states[update.state].value }
    var readers: [ValueID: [NodeID]] = [:]
    let updated = Set(states.values)
    for (index, node) in graph.nodes.enumerated() {
      for operand in Set(node.operands) where updated.contains(operand) {
        readers[operand, default: []].append(NodeID(index))
      }
    }
    for (index, node) in graph.nodes.enumerated()
    where node.results.allSatisfy({ states[$0] != nil && uses[$0.index] == 1 }) {
      let id = NodeID(index)
      var before = Set(node.operands.compactMap(graph.node(defining:)))
      for result in node.results {
        if let state = states[result] { before.formUnion(readers[state] ?? []) }
      }
      before.remove(id)
      waits[id] = before.count
      for other in before { waiting[other, default: []].append(id) }
    }
  }
}
