import IR

/// The order in which a graph's nodes run: the graph's own for what leads to a gradient or an
/// output, with the rest moved to where it costs least.
///
/// - An *update* runs as soon as its operands are there and nothing else will read the state, so
///   that a gradient dies right after it is made and its slice of the weights is still in cache.
/// - A *side* node makes what an update of a state reads, shaped as the state, as a weight's
///   gradient is. It waits until the other readers of its operands have run: those work on rows that
///   each worker has made itself, while a weight's gradient needs everybody's rows and so a barrier,
///   which they then share.
/// - A *figure* is a scalar that leads to outputs alone, as a mean loss does. One worker computes it
///   while the others wait, so all figures come last.
func order(of graph: Graph) -> [NodeID] {
  let roles = Roles(graph)
  var waiting = Waiting(graph, roles)
  var order: [NodeID] = []
  order.reserveCapacity(graph.nodes.count)
  func emit(_ first: NodeID) {
    var stack = [first]
    while let id = stack.popLast() {
      order.append(id)
      stack += waiting.release(by: id)
    }
  }
  for id in waiting.readyAtOnce { emit(id) }
  for index in graph.nodes.indices where roles[NodeID(index)] == .main { emit(NodeID(index)) }
  // What is left reads the states of each other, in a ring: the planner copies.
  order += waiting.left
  order += graph.nodes.indices.map { NodeID($0) }.filter { roles[$0] == .figure }
  return order
}

/// What each node is for.
private struct Roles {
  enum Role {
    case main, side, update, figure
  }
  private var roles: [Role]

  subscript(id: NodeID) -> Role { roles[id.index] }

  init(_ graph: Graph) {
    roles = Array(repeating: .main, count: graph.nodes.count)
    let readers = graph.readers()
    let updated = Set(graph.updates.map(\.value))
    let shown = Set(graph.outputs.map(\.value))
    for (index, node) in graph.nodes.enumerated().reversed() {
      let users = node.results.flatMap { readers[$0.index] }
      let isShown = node.results.contains(where: shown.contains)
      let types = Set(graph.types(of: node.results))
      if !isShown, users.isEmpty, node.results.allSatisfy(updated.contains) {
        roles[index] = .update
      } else if !isShown, !users.isEmpty,
        users.allSatisfy({ [.side, .update].contains(roles[$0.index]) }),
        users.allSatisfy({ types == Set(graph.types(of: graph[$0].results)) })
      {
        roles[index] = .side
      } else if users.allSatisfy({ roles[$0.index] == .figure }), isShown || !users.isEmpty,
        types.allSatisfy({ $0.rank == 0 }), !node.results.contains(where: updated.contains)
      {
        roles[index] = .figure
      }
    }
  }
}

/// The side and update nodes that still wait for others.
private struct Waiting {
  /// Those that wait for nothing.
  let readyAtOnce: [NodeID]
  private var counts: [NodeID: Int] = [:]
  private var dependents: [NodeID: [NodeID]] = [:]

  init(_ graph: Graph, _ roles: Roles) {
    var states: [ValueID: ValueID] = [:]
    for update in graph.updates { states[update.value] = graph.states[update.state].value }
    let readers = graph.readers()
    var ready: [NodeID] = []
    for (index, node) in graph.nodes.enumerated() {
      let id = NodeID(index)
      var before = Set(node.operands.compactMap(graph.node(defining:)))
      switch roles[id] {
      case .main, .figure: continue
      case .side:
        for operand in node.operands {
          before.formUnion(readers[operand.index].lazy.filter { roles[$0] == .main })
        }
      case .update:
        for result in node.results {
          guard let state = states[result] else { continue }
          before.formUnion(readers[state.index].lazy.filter { roles[$0] != .figure })
        }
      }
      before.remove(id)
      counts[id] = before.count
      if before.isEmpty { ready.append(id) }
      for other in before { dependents[other, default: []].append(id) }
    }
    readyAtOnce = ready
    for id in ready { counts[id] = nil }
  }

  /// Those that waited for this node last, the first to run at the end.
  mutating func release(by id: NodeID) -> [NodeID] {
    var released: [NodeID] = []
    for dependent in dependents[id] ?? [] {
      guard let count = counts[dependent] else { continue }
      counts[dependent] = count == 1 ? nil : count - 1
      if count == 1 { released.append(dependent) }
    }
    return released.sorted(by: >)
  }

  /// Those that still wait, in the graph's order.
  var left: [NodeID] { counts.keys.sorted() }
}

extension Graph {
  /// The nodes that read each value.
  fileprivate func readers() -> [[NodeID]] {
    var readers = [[NodeID]](repeating: [], count: values.count)
    for (index, node) in nodes.enumerated() {
      for operand in node.operands { readers[operand.index].append(NodeID(index)) }
    }
    return readers
  }
}
