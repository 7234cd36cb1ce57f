import IR

/// What a graph means for memory whatever the order: which values are views of others, which have a
/// place of their own, who reads what, and what a node may overwrite.
///
/// Values and nodes are known by their plain indices here, since orders by the thousand are valued
/// with it. The *root* of a value is the value it is a view of, or itself.
struct MemoryModel {
  /// A result that may be computed over an operand, if nobody else will read that.
  struct Overwrite {
    /// The result.
    var result: Int
    /// The root of the operand.
    var operand: Int
  }

  /// The graph.
  let graph: Graph
  /// By node, whether it depends on states only and runs once.
  let isPrologue: [Bool]
  /// By node, whether it computes nothing, since all its results are views.
  let isView: [Bool]
  /// By value, its root.
  let roots: [Int]
  /// By node, how its work may be cut.
  let works: [Work]
  /// By value, the places of states, scalar inputs and prologue values.
  let fixedPlaces: [Plan.Place?]
  /// The size of the states.
  let stateBytes: Int
  /// The size of the memory that persists.
  let persistentBytes: Int
  /// By value, the rounded size of roots that take transient memory, and 0 for all others.
  let byteCounts: [Int]
  /// By value, whether it is a root that is read when the run ends.
  let isKept: [Bool]
  /// By root, the nodes that read it.
  let readers: Lists<Int>
  /// By node, the different roots that it reads, of transient values and states.
  let reads: Lists<Int>
  /// By node, the roots that it makes.
  let results: Lists<Int>
  /// By node, what it may overwrite, the operator's own preference first.
  let overwrites: Lists<Overwrite>

  /// Derives everything from a graph.
  init(_ graph: Graph) {
    self.graph = graph
    let prologue = graph.prologue()
    isPrologue = prologue
    let roots = graph.viewRoots().map(\.index)
    isView = graph.nodes.map { node in node.results.allSatisfy { roots[$0.index] != $0.index } }
    self.roots = roots
    works = graph.nodes.map(graph.work(of:))
    stateBytes = graph.states.reduce(0) { $0 + graph.type(of: $1.value).byteCount }
    (fixedPlaces, persistentBytes) = graph.fixedPlaces(prologue, roots)
    byteCounts = zip(graph.values, fixedPlaces).enumerated().map { index, pair in
      pair.1 == nil && roots[index] == index ? Buffer.aligned(pair.0.type.byteCount) : 0
    }
    var kept = Array(repeating: false, count: graph.values.count)
    for output in graph.outputs { kept[roots[output.value.index]] = true }
    for update in graph.updates { kept[roots[update.value.index]] = true }
    isKept = kept

    var reads = Lists<Int>(capacity: graph.nodes.count)
    var results = Lists<Int>(capacity: graph.nodes.count)
    var overwrites = Lists<Overwrite>(capacity: graph.nodes.count)
    var pairs: [(index: Int, element: Int)] = []
    var updates = Array(repeating: -1, count: graph.values.count)
    for update in graph.updates.reversed() { updates[update.value.index] = update.state }
    for (index, node) in graph.nodes.enumerated() where !prologue[index] && !isView[index] {
      while reads.count < index { Self.endLists(&reads, &results, &overwrites) }
      for operand in node.operands {
        let root = roots[operand.index]
        if case .persistent = fixedPlaces[root] { continue }
        guard !reads.open.contains(root) else { continue }
        reads.append(root)
        pairs.append((root, index))
      }
      for result in node.results where roots[result.index] == result.index {
        results.append(result.index)
      }
      for overwrite in graph.overwrites(of: node, works[index], roots, fixedPlaces, updates) {
        overwrites.append(overwrite)
      }
      Self.endLists(&reads, &results, &overwrites)
    }
    while reads.count < graph.nodes.count { Self.endLists(&reads, &results, &overwrites) }
    (self.reads, self.results, self.overwrites) = (reads, results, overwrites)
    readers = Lists(count: graph.values.count, pairs)
  }

  private static func endLists(
    _ reads: inout Lists<Int>, _ results: inout Lists<Int>, _ overwrites: inout Lists<Overwrite>
  ) {
    reads.endList()
    results.endList()
    overwrites.endList()
  }
}

extension Graph {
  /// By node, whether it depends on nothing but states, in a graph that changes none.
  fileprivate func prologue() -> [Bool] {
    var found = Array(repeating: false, count: nodes.count)
    guard updates.isEmpty else { return found }
    for (index, node) in nodes.enumerated() where node.op.randomSite == nil {
      found[index] = node.operands.allSatisfy { operand in
        switch self[operand].definition {
        case .input: false
        case .state: true
        case .result(let id, _): found[id.index]
        }
      }
    }
    return found
  }

  /// States lie in their own memory; scalar inputs and prologue values persist.
  fileprivate func fixedPlaces(
    _ prologue: [Bool], _ roots: [Int]
  ) -> (places: [Plan.Place?], persistentBytes: Int) {
    var places = [Plan.Place?](repeating: nil, count: values.count)
    var persistentBytes = 0
    for (index, state) in states.enumerated() { places[state.value.index] = .state(index) }
    func persist(_ value: ValueID) {
      places[value.index] = .persistent(offset: persistentBytes)
      persistentBytes += Buffer.aligned(type(of: value).byteCount)
    }
    for input in inputs where type(of: input).rank == 0 { persist(input) }
    for (index, node) in nodes.enumerated() where prologue[index] {
      for result in node.results where roots[result.index] == result.index { persist(result) }
    }
    return (places, persistentBytes)
  }

  /// What a node may overwrite, judged by all that does not depend on the order: the result is read
  /// and written in the same way and has the same size, and no other operand in the same memory is
  /// read in another way. A state's memory takes only the state's own new value.
  fileprivate func overwrites(
    of node: Node, _ work: Work, _ roots: [Int], _ places: [Plan.Place?], _ updates: [Int]
  ) -> [MemoryModel.Overwrite] {
    node.op.aliases.compactMap { alias in
      let (result, operand) = (node.results[alias.result], node.operands[alias.operand])
      let root = roots[operand.index]
      guard alias.kind == .inPlace, roots[result.index] == result.index,
        type(of: result).byteCount == type(of: operand).byteCount,
        work.results[alias.result] == work.operands[alias.operand]
      else { return nil }
      for (other, access) in zip(node.operands, work.operands) where roots[other.index] == root {
        guard access == work.operands[alias.operand] else { return nil }
      }
      switch places[root] {
      case nil: break
      case .state(let state):
        guard updates[result.index] == state, states[state].value == operand else { return nil }
      case .persistent, .transient: return nil
      }
      return MemoryModel.Overwrite(result: result.index, operand: root)
    }
  }
}
