import IR

/// Searches the orders of a graph for one that costs less, by dynamic programming over the sets of
/// nodes that have run: all ways to run the same nodes leave the same values alive.
///
/// It keeps a limited number of sets of each size, those with the lowest costs. As long as that many
/// suffice, what it finds is the best of all orders; beyond, it is a beam search.
struct OrderSearch {
  /// The nodes that ran, in the order that costs least among those found.
  private struct Prefix {
    var executed: [UInt64]
    var ready: [Int]
    var hash: UInt64
    /// The bytes that are alive, and the most that were, both with those to be copied at the end.
    var live: Int
    var peak: Int
    /// The index of this prefix without its last node, among those one node shorter.
    var parent: Int
    var node: Int

    func has(_ node: Int) -> Bool { executed[node / 64] & (1 << UInt64(node % 64)) != 0 }
  }

  /// A prefix and one more node.
  private struct Extension {
    var parent: Int
    var node: Int
    var hash: UInt64
    var live: Int
    var peak: Int
  }

  private let model: MemoryModel
  private let width: Int
  private let dependencies: Dependencies
  private let operands: Lists<Int>

  /// A search that keeps `width` sets of each size.
  init(_ model: MemoryModel, width: Int) {
    self.model = model
    self.width = width
    dependencies = Dependencies(model)
    operands = Lists(
      count: model.graph.nodes.count,
      model.graph.nodes.enumerated().flatMap { index, node in
        node.operands.compactMap(model.graph.node(defining:)).map { (index, $0.index) }
      })
  }

  /// An order whose cost is below a bound, with the lowest cost found; nil where there is none.
  func order(below bound: Int) -> [NodeID]? {
    let count = model.graph.nodes.count
    let start = LiveBytes(model)
    guard start.peak < bound else { return nil }
    var levels = [
      [
        Prefix(
          executed: Array(repeating: 0, count: (count + 63) / 64),
          ready: ReadyNodes(dependencies).nodes, hash: 0, live: start.live, peak: start.peak,
          parent: -1, node: -1)
      ]
    ]
    for _ in 0..<count {
      let prefixes = levels[levels.count - 1]
      let found = best(of: prefixes.indices.flatMap { extensions(of: prefixes[$0], $0, bound) })
      guard !found.isEmpty else { return nil }
      levels.append(found.map { extend(prefixes[$0.parent], by: $0) })
      // Only the last level is extended; the others are kept to read the order from.
      for index in prefixes.indices {
        levels[levels.count - 2][index].executed = []
        levels[levels.count - 2][index].ready = []
      }
    }
    var order: [NodeID] = []
    var index = levels[count].indices.min { levels[count][$0].peak < levels[count][$1].peak } ?? 0
    for level in levels.dropFirst().reversed() {
      order.append(NodeID(level[index].node))
      index = level[index].parent
    }
    return order.reversed()
  }

  /// What may follow a prefix: all ready nodes, or one alone that can only help.
  ///
  /// A node that leaves no more bytes than it found, without a new peak, may as well run at once:
  /// the others then find no more bytes than if it ran later, and as many operands that die. That
  /// does not hold of a state's new value that is not computed in place.
  private func extensions(of prefix: Prefix, _ index: Int, _ bound: Int) -> [Extension] {
    var found: [Extension] = []
    for node in prefix.ready {
      let turn = model.turn(of: node) { root in
        model.readers[root].allSatisfy { $0 == node || prefix.has($0) }
      }
      // What is copied at the end counts from the beginning.
      let peak = max(prefix.peak, prefix.live + turn.allocated) + turn.copied
      guard peak < bound else { continue }
      let live = prefix.live + turn.allocated - turn.freed + turn.copied
      let next = Extension(
        parent: index, node: node, hash: prefix.hash ^ mixed(node + 1), live: live, peak: peak)
      if live <= prefix.live, peak == prefix.peak, turn.copied == 0 { return [next] }
      found.append(next)
    }
    return found
  }

  /// The cheapest way to each set, for as many sets as are kept.
  ///
  /// A set is known by a hash of 64 bits, in which two are hardly ever equal; if they were, an order
  /// might be missed, but none would be wrong. The bytes alive belong to what is told apart, since a
  /// state's new value that missed its chance to be in place stays.
  private func best(of extensions: [Extension]) -> [Extension] {
    var places: [UInt64: Int] = [:]
    var found: [Extension] = []
    for next in extensions {
      let key = next.hash ^ mixed(~next.live)
      if let place = places[key] {
        if next.peak < found[place].peak { found[place] = next }
      } else {
        places[key] = found.count
        found.append(next)
      }
    }
    guard found.count > width else { return found }
    found.sort { ($0.peak, $0.live, $0.hash) < ($1.peak, $1.live, $1.hash) }
    return Array(found.prefix(width))
  }

  private func extend(_ prefix: Prefix, by next: Extension) -> Prefix {
    var extended = prefix
    extended.executed[next.node / 64] |= 1 << UInt64(next.node % 64)
    extended.ready.removeAll { $0 == next.node }
    for dependent in dependencies.dependents[next.node]
    where !extended.ready.contains(dependent)
      && operands[dependent].allSatisfy({ extended.has($0) })
    {
      extended.ready.append(dependent)
    }
    (extended.hash, extended.live, extended.peak) = (next.hash, next.live, next.peak)
    (extended.parent, extended.node) = (next.parent, next.node)
    return extended
  }

  /// A number whose bits are spread evenly: the finalizer of SplitMix64 (Steele, Lea and Flood,
  /// 2014).
  private func mixed(_ number: Int) -> UInt64 {
    var bits = UInt64(bitPattern: Int64(number)) &* 0x9E37_79B9_7F4A_7C15
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }
}
