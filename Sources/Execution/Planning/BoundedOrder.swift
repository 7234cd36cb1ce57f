import IR

extension MemoryModel {
  /// An order that follows another one and departs from it only where it would need more than a
  /// number of bytes: then it runs what leaves the fewest bytes behind, until there is room.
  ///
  /// An update that comes behind the other readers of its state stays behind them, so that it stays
  /// in place.
  ///
  /// - Parameters:
  ///   - order: the order to follow.
  ///   - dependencies: the dependencies of the graph that keep that order's updates behind readers.
  ///   - bound: the bytes.
  /// - Returns: nil where it finds none, though there may be one.
  func order(
    following order: [NodeID], _ dependencies: Dependencies, within bound: Int
  ) -> [NodeID]? {
    var live = LiveBytes(self)
    guard live.peak <= bound else { return nil }
    var ready = ReadyNodes(dependencies)
    var chosen: [NodeID] = []
    chosen.reserveCapacity(order.count)
    // Choosing from many ready nodes again and again is for small graphs.
    var trials = 10_000 + 20 * order.count
    for preferred in order.lazy.map(\.index) {
      while !ready.isDone(preferred) {
        var node = preferred
        var turn = live.turn(of: node)
        if live.live + turn.allocated > bound {
          trials -= ready.nodes.count
          guard trials > 0, let other = ready.best(live, bound) else { return nil }
          (node, turn) = other
        }
        live.run(node, turn)
        ready.run(node)
        chosen.append(NodeID(node))
      }
    }
    return chosen
  }
}

extension ReadyNodes {
  /// The node that leaves the fewest bytes behind, of those that fit.
  fileprivate func best(_ live: LiveBytes, _ bound: Int) -> (Int, MemoryModel.Turn)? {
    var best: (node: Int, turn: MemoryModel.Turn)?
    for node in nodes {
      let turn = live.turn(of: node)
      guard live.live + turn.allocated <= bound else { continue }
      let grows = turn.allocated - turn.freed
      if let other = best, (other.turn.allocated - other.turn.freed, other.node) < (grows, node) {
        continue
      }
      best = (node, turn)
    }
    return best
  }
}

/// Which nodes wait for which.
struct Dependencies {
  /// By node, how many others it waits for.
  private(set) var counts: [Int]
  /// By node, those that wait for it.
  let dependents: Lists<Int>

  /// The dependencies of a graph.
  ///
  /// - Parameter order: an order in which updates that run behind a reader of their state have to
  ///   stay behind it; nil where none has to.
  init(_ model: MemoryModel, keeping order: [NodeID]? = nil) {
    let graph = model.graph
    var pairs: [(index: Int, element: Int)] = []
    var counts = Array(repeating: 0, count: graph.nodes.count)
    func wait(_ node: Int, for other: Int) {
      pairs.append((other, node))
      counts[node] += 1
    }
    for index in graph.nodes.indices {
      for operand in graph.nodes[index].operands {
        if let definer = graph.node(defining: operand) { wait(index, for: definer.index) }
      }
    }
    if let order {
      var positions = Array(repeating: 0, count: order.count)
      for (position, id) in order.enumerated() { positions[id.index] = position }
      for update in graph.updates {
        guard let updater = graph.node(defining: update.value)?.index else { continue }
        for reader in model.readers[graph.states[update.state].value.index]
        where positions[reader] < positions[updater] {
          wait(updater, for: reader)
        }
      }
    }
    self.counts = counts
    dependents = Lists(count: graph.nodes.count, pairs)
  }
}

/// The nodes that can run next.
struct ReadyNodes {
  /// Those nodes, in no particular order.
  private(set) var nodes: [Int]
  private let dependents: Lists<Int>
  /// By node, how many others it waits for; -1 when it is done.
  private var counts: [Int]
  /// By node, its place in `nodes`.
  private var places: [Int]

  init(_ dependencies: Dependencies) {
    dependents = dependencies.dependents
    counts = dependencies.counts
    nodes = counts.indices.filter { dependencies.counts[$0] == 0 }
    places = Array(repeating: -1, count: counts.count)
    for (place, node) in nodes.enumerated() { places[node] = place }
  }

  func isDone(_ node: Int) -> Bool { counts[node] < 0 }

  /// Takes a ready node out and lets those that waited for it last in.
  mutating func run(_ node: Int) {
    counts[node] = -1
    let last = nodes.removeLast()
    if last != node {
      nodes[places[node]] = last
      places[last] = places[node]
    }
    for dependent in dependents[node] {
      counts[dependent] -= 1
      if counts[dependent] == 0 {
        places[dependent] = nodes.count
        nodes.append(dependent)
      }
    }
  }
}
