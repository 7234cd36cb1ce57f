import IR
import Kernels

@testable import Execution

/// The least memory over all orders of a small graph, found by trying them: it keeps a set of
/// buffers, each with the value that lies in it, and asks the graph what is still needed. New values
/// of states that might have been computed in place, but were not, count once more, since they are
/// saved at the end to be copied.
struct AllOrders {
  private let graph: Graph
  /// By value, the value it shows.
  private var shown: [Int]
  /// By shown value, the nodes that need it.
  private var needs: [Set<Int>]
  private let ends: Set<Int>
  private let prologue: Set<Int>
  private var best = Int.max
  /// The lowest peak with which a situation was reached.
  private var seen: [Situation: Int] = [:]

  private struct Situation: Hashable {
    /// The bytes to be copied at the end.
    var copied = 0
    var done: Set<Int>
    /// By the value in a buffer, the buffer's size.
    var buffers: [Int: Int]
  }

  init(_ graph: Graph) {
    self.graph = graph
    var shown = Array(graph.values.indices)
    var needs = Array(repeating: Set<Int>(), count: graph.values.count)
    var prologue: Set<Int> = []
    for (index, node) in graph.nodes.enumerated() {
      let views = node.op.aliases.filter { $0.kind == .view }
      for view in views {
        shown[node.results[view.result].index] = shown[node.operands[view.operand].index]
      }
      let isOnce =
        graph.updates.isEmpty && node.op.randomSite == nil
        && node.operands.allSatisfy { operand in
          switch graph[operand].definition {
          case .input: false
          case .state: true
          case .result(let definer, _): prologue.contains(definer.index)
          }
        }
      if isOnce { prologue.insert(index) }
      guard views.isEmpty, !isOnce else { continue }
      for operand in node.operands { needs[shown[operand.index]].insert(index) }
    }
    ends = Set((graph.outputs.map(\.value) + graph.updates.map(\.value)).map { shown[$0.index] })
    (self.shown, self.needs, self.prologue) = (shown, needs, prologue)
  }

  private func size(_ value: Int) -> Int {
    (graph.values[value].type.byteCount + 63) / 64 * 64
  }

  private func isNeeded(_ value: Int, after done: Set<Int>) -> Bool {
    ends.contains(value) || !needs[value].isSubset(of: done)
  }

  mutating func lowestCost() -> Int {
    var buffers: [Int: Int] = [:]
    for input in graph.inputs where graph[input].type.rank > 0 {
      buffers[input.index] = size(input.index)
    }
    let peak = buffers.values.reduce(0, +)
    try? extend(Situation(done: prologue, buffers: buffers), peak)
    return best
  }

  private mutating func extend(_ situation: Situation, _ peak: Int) throws {
    var situation = situation
    situation.buffers = situation.buffers.filter { isNeeded($0.key, after: situation.done) }
    let cost = peak + situation.copied
    guard cost < best, cost < seen[situation, default: .max] else { return }
    seen[situation] = cost
    if situation.done.count == graph.nodes.count { best = cost }
    for (index, node) in graph.nodes.enumerated() where !situation.done.contains(index) {
      let isReady = node.operands.allSatisfy { operand in
        graph.node(defining: operand).map { situation.done.contains($0.index) } ?? true
      }
      guard isReady else { continue }
      var next = situation
      next.done.insert(index)
      place(node, in: &next)
      try extend(next, max(peak, next.buffers.values.reduce(0, +)))
    }
  }

  /// Gives each result a buffer: that of an operand nobody else needs, which it may overwrite, or a
  /// new one; none to a view and to a state's new value over the old one.
  private func place(_ node: Node, in next: inout Situation) {
    let work = graph.work(of: node)
    var overwritten: Set<Int> = []
    for (number, result) in node.results.enumerated() where shown[result.index] == result.index {
      var isPlaced = false
      for alias in node.op.aliases where alias.result == number && alias.kind == .inPlace {
        let operand = node.operands[alias.operand]
        let memory = shown[operand.index]
        let access = work.operands[alias.operand]
        let isFree =
          !isPlaced && !overwritten.contains(memory) && !isNeeded(memory, after: next.done)
          && work.results[number] == access
          && graph.type(of: operand).byteCount == graph.type(of: result).byteCount
          && zip(node.operands, work.operands).allSatisfy {
            shown[$0.index] != memory || $1 == access
          }
        guard isFree else { continue }
        if case .state(let state) = graph.values[memory].definition {
          guard graph.states[state].value == operand,
            graph.updates.first(where: { $0.value == result })?.state == state
          else { continue }
          (isPlaced, overwritten) = (true, overwritten.union([memory]))
        } else if let bytes = next.buffers[memory] {
          next.buffers[memory] = nil
          next.buffers[result.index] = bytes
          (isPlaced, overwritten) = (true, overwritten.union([memory]))
        }
      }
      if !isPlaced { next.buffers[result.index] = size(result.index) }
      if overwritableState(of: result, node, work) != nil, next.buffers[result.index] != nil {
        next.copied += size(result.index)
      }
    }
  }

  /// The state that a result updates and may be computed over, once nobody else reads it.
  private func overwritableState(of result: ValueID, _ node: Node, _ work: Work) -> Int? {
    guard let update = graph.updates.first(where: { $0.value == result }),
      let number = node.results.firstIndex(of: result)
    else { return nil }
    let state = graph.states[update.state].value
    let isAllowed = node.op.aliases.contains { alias in
      let access = work.operands[alias.operand]
      return alias.kind == .inPlace && alias.result == number
        && node.operands[alias.operand] == state && work.results[number] == access
        && graph.type(of: state).byteCount == graph.type(of: result).byteCount
        && zip(node.operands, work.operands).allSatisfy {
          shown[$0.index] != state.index || $1 == access
        }
    }
    return isAllowed ? update.state : nil
  }

  /// The bytes that a plan copies at the end though they might be computed in place.
  func copied(by plan: Plan) -> Int {
    plan.tasks.reduce(0) { sum, task in
      let node = graph[task.node]
      return node.results.reduce(sum) { sum, result in
        guard let state = overwritableState(of: result, node, graph.work(of: node)),
          plan.places[result.index] != .state(state)
        else { return sum }
        return sum + size(result.index)
      }
    }
  }
}
