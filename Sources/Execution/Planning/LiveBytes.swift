import IR

extension MemoryModel {
  /// What a node's turn does to the bytes that are alive.
  struct Turn {
    /// The bytes that its new results take.
    var allocated = 0
    /// The bytes that nobody reads behind it.
    var freed = 0
    /// One bit for each of the node's `overwrites` that takes place.
    var taken: UInt64 = 0
    /// The bytes of new values of states that could lie over the old ones in another order, and have
    /// to be copied at the end in this one.
    var copied = 0
  }

  /// What happens when a node runs, given which roots nobody else will read.
  ///
  /// A result takes the first operand that it may overwrite and that dies here; an operand is taken
  /// once. That never takes more memory than a place of its own would: the two are never alive apart.
  func turn(of node: Int, _ isLastReader: (_ root: Int) -> Bool) -> Turn {
    var turn = Turn()
    let overwrites = overwrites[node]
    for (place, overwrite) in overwrites.enumerated() where place < 64 {
      let isFree = overwrites.prefix(place).enumerated().allSatisfy { earlier, other in
        turn.taken & (1 << UInt64(earlier)) == 0
          || (other.result != overwrite.result && other.operand != overwrite.operand)
      }
      guard isFree else { continue }
      guard !isKept[overwrite.operand], isLastReader(overwrite.operand) else {
        if fixedPlaces[overwrite.operand] != nil { turn.copied += byteCounts[overwrite.result] }
        continue
      }
      turn.taken |= 1 << UInt64(place)
      turn.allocated -= byteCounts[overwrite.result]
      turn.freed -= byteCounts[overwrite.operand]
    }
    for result in results[node] {
      turn.allocated += byteCounts[result]
      if !isKept[result], readers[result].isEmpty { turn.freed += byteCounts[result] }
    }
    for root in reads[node] where byteCounts[root] > 0 && !isKept[root] && isLastReader(root) {
      turn.freed += byteCounts[root]
    }
    return turn
  }

  /// What an order costs: the most bytes that are alive at one time, and those that are saved at the
  /// end of a run to be copied over states.
  func cost(of order: [NodeID]) -> Int {
    var live = LiveBytes(self)
    for id in order { live.run(id.index) }
    return live.cost
  }

  /// What every order needs: the most that one node reads and writes, and what is there at the start.
  /// The new value of a state may lie in the state's own memory, where its readers find it too.
  var floor: Int {
    var costs = byteCounts
    for node in graph.nodes.indices {
      for overwrite in overwrites[node] where fixedPlaces[overwrite.operand] != nil {
        costs[overwrite.result] = 0
      }
    }
    return graph.nodes.indices.reduce(LiveBytes(self).peak) { most, node in
      let read = reads[node].reduce(0) { $0 + costs[$1] }
      return max(most, read + turn(of: node) { _ in true }.allocated)
    }
  }
}

/// The bytes that are alive while nodes run in some order.
struct LiveBytes {
  private let model: MemoryModel
  /// By root, how many nodes still have to read it.
  private var left: [Int]
  /// The bytes that are alive between two nodes.
  private(set) var live = 0
  /// The most that were alive so far, while a node ran or before the first.
  private(set) var peak = 0
  /// The bytes of states' new values that have to be copied though another order might spare it.
  private(set) var copied = 0

  /// The bytes that the nodes which ran need in all.
  var cost: Int { peak + copied }

  /// The state before the first node: the inputs are there.
  init(_ model: MemoryModel) {
    self.model = model
    left = model.graph.values.indices.map { model.readers[$0].count }
    for input in model.graph.inputs { peak += model.byteCounts[input.index] }
    live = peak
    for input in model.graph.inputs where left[input.index] == 0 && !model.isKept[input.index] {
      live -= model.byteCounts[input.index]
    }
  }

  /// What would happen if a node ran now.
  func turn(of node: Int) -> MemoryModel.Turn { model.turn(of: node) { left[$0] == 1 } }

  /// Runs a node.
  @discardableResult
  mutating func run(_ node: Int) -> MemoryModel.Turn {
    let turn = turn(of: node)
    run(node, turn)
    return turn
  }

  /// Runs a node whose turn is known.
  mutating func run(_ node: Int, _ turn: MemoryModel.Turn) {
    for root in model.reads[node] { left[root] -= 1 }
    peak = max(peak, live + turn.allocated)
    live += turn.allocated - turn.freed
    copied += turn.copied
  }
}
