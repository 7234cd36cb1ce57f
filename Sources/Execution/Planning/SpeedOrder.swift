import IR

extension MemoryModel {
  /// The order that is made for speed: the graph's own for what leads to a gradient or an output,
  /// with the rest moved to where it costs least.
  ///
  /// - An *update* runs as soon as its operands are there and nothing else will read the state, so
  ///   that a gradient dies right after it is made and its slice of the weights is still in cache.
  /// - A *side* node makes what an update of a state reads, shaped as the state, as a weight's
  ///   gradient is. It waits until the other readers of its operands have run: those work on rows
  ///   that each worker has made itself, while a weight's gradient needs everybody's rows and so a
  ///   barrier, which they then share.
  /// - A *figure* is a scalar that leads to outputs alone, as a mean loss does. One worker computes
  ///   it while the others wait, so all figures come last.
  func speedOrder() -> [NodeID] {
    let readers = graph.readers()
    let roles = graph.roles(readers)
    var waiting = Waiting(graph, readers, roles)
    var order: [NodeID] = []
    order.reserveCapacity(graph.nodes.count)
    func emit(_ first: Int) {
      var stack = [first]
      while let node = stack.popLast() {
        order.append(NodeID(node))
        stack += waiting.release(by: node)
      }
    }
    for node in waiting.readyAtOnce { emit(node) }
    for node in graph.nodes.indices where roles[node] == .main { emit(node) }
    // What is left reads the states of each other, in a ring: the planner copies.
    order += waiting.left.map { NodeID($0) }
    order += graph.nodes.indices.lazy.filter { roles[$0] == .figure }.map { NodeID($0) }
    return order
  }
}

/// What a node is for.
private enum Role {
  case main, side, update, figure
}

extension Graph {
  /// By value, the nodes that read it.
  fileprivate func readers() -> Lists<Int> {
    Lists(
      count: values.count,
      nodes.enumerated().flatMap { index, node in node.operands.map { ($0.index, index) } })
  }

  fileprivate func roles(_ readers: Lists<Int>) -> [Role] {
    var roles = Array(repeating: Role.main, count: nodes.count)
    var isUpdated = Array(repeating: false, count: values.count)
    var isShown = isUpdated
    for update in updates { isUpdated[update.value.index] = true }
    for output in outputs { isShown[output.value.index] = true }
    /// The one type of all results of a node; nil where they differ.
    func type(of node: Node) -> TensorType? {
      let first = self.type(of: node.results[0])
      return node.results.dropFirst().allSatisfy { self.type(of: $0) == first } ? first : nil
    }
    for (index, node) in nodes.enumerated().reversed() where !node.results.isEmpty {
      let users = node.results.lazy.flatMap { readers[$0.index] }
      let leadsOut = node.results.contains { isShown[$0.index] }
      let hasUsers = users.contains { _ in true }
      if !leadsOut, !hasUsers, node.results.allSatisfy({ isUpdated[$0.index] }) {
        roles[index] = .update
      } else if !leadsOut, hasUsers,
        users.allSatisfy({ roles[$0] == .side || roles[$0] == .update }),
        let own = type(of: node), users.allSatisfy({ type(of: nodes[$0]) == own })
      {
        roles[index] = .side
      } else if leadsOut || hasUsers, users.allSatisfy({ roles[$0] == .figure }),
        node.results.allSatisfy({ self.type(of: $0).rank == 0 && !isUpdated[$0.index] })
      {
        roles[index] = .figure
      }
    }
    return roles
  }
}

/// The side and update nodes that still wait for others.
///
/// A value may have many main readers, and as many side ones, which all wait for the former. So they
/// wait for the value to be *settled*, which it is when its main readers have run.
private struct Waiting {
  /// Those that wait for nothing.
  let readyAtOnce: [Int]
  /// By node, how many others and values it still waits for; 0 for those that do not wait.
  private var counts: [Int]
  /// By node, those that wait for it.
  private let dependents: Lists<Int>
  /// By value, how often main nodes still have to read it.
  private var unsettled: [Int]
  /// By value, the side nodes that wait until it is settled.
  private let spectators: Lists<Int>
  /// By main node, what it reads.
  private let reads: Lists<Int>

  init(_ graph: Graph, _ readers: Lists<Int>, _ roles: [Role]) {
    var states: [ValueID?] = Array(repeating: nil, count: graph.values.count)
    for update in graph.updates { states[update.value.index] = graph.states[update.state].value }
    var counts = Array(repeating: 0, count: graph.nodes.count)
    var unsettled = Array(repeating: 0, count: graph.values.count)
    var reads = Lists<Int>(capacity: graph.nodes.count)
    for (index, node) in graph.nodes.enumerated() {
      if roles[index] == .main {
        for operand in node.operands {
          unsettled[operand.index] += 1
          reads.append(operand.index)
        }
      }
      reads.endList()
    }
    var pairs: [(index: Int, element: Int)] = []
    var watched: [(index: Int, element: Int)] = []
    var ready: [Int] = []
    for (index, node) in graph.nodes.enumerated() {
      let first = pairs.count + watched.count
      func wait(for other: Int) { if other != index { pairs.append((other, index)) } }
      switch roles[index] {
      case .main, .figure: continue
      case .side:
        for operand in node.operands {
          if let definer = graph.node(defining: operand) { wait(for: definer.index) }
          if unsettled[operand.index] > 0 { watched.append((operand.index, index)) }
        }
      case .update:
        for operand in node.operands {
          if let definer = graph.node(defining: operand) { wait(for: definer.index) }
        }
        for state in node.results.compactMap({ states[$0.index] }) {
          for reader in readers[state.index] where roles[reader] != .figure { wait(for: reader) }
        }
      }
      counts[index] = pairs.count + watched.count - first
      if counts[index] == 0 { ready.append(index) }
    }
    readyAtOnce = ready
    self.counts = counts
    dependents = Lists(count: graph.nodes.count, pairs)
    self.unsettled = unsettled
    spectators = Lists(count: graph.values.count, watched)
    self.reads = reads
  }

  /// Those that waited for this node last, the first to run at the end.
  mutating func release(by node: Int) -> [Int] {
    var released: [Int] = []
    func release(_ waiting: ArraySlice<Int>) {
      for dependent in waiting {
        counts[dependent] -= 1
        if counts[dependent] == 0 { released.append(dependent) }
      }
    }
    release(dependents[node])
    for value in reads[node] {
      unsettled[value] -= 1
      if unsettled[value] == 0 { release(spectators[value]) }
    }
    return released.sorted(by: >)
  }

  /// Those that still wait, in the graph's order.
  var left: [Int] { counts.indices.filter { counts[$0] > 0 } }
}
