import Execution
import IR
import Kernels
import Passes

/// Searches the segments in which a training step fits a budget, the largest that do.
///
/// Segments become smaller by a seventh at a time. With them, a step takes less memory at first, as
/// more is dropped, and more again in the end, as more values cross cuts. Some sizes over the whole
/// span are tried, then ever nearer ones around the best; as soon as one fits, halving finds the
/// largest that does. So a budget is refused after some sixteen plans, however deep the network.
///
/// What a size of segments takes is the smallest plan with them, whatever the budget is, and which are
/// tried depends on the budget only from the first that fits. So a budget of what the smallest plan of
/// a refused search takes is met, and one of a byte less is refused.
struct RecomputeSearch {
  /// The smallest plan so far.
  private(set) var least: Plan
  /// The number of plans so far.
  private(set) var planCount = 1
  private let usual: Plan
  private let gathered: Set<String>
  private let budget: Int
  /// The sizes of segments, the largest first.
  private let sizes: [Int]
  /// What was tried: the bytes it takes.
  private var known: [Int: Int] = [:]
  /// The one with the largest segments of those that fit.
  private var fitting: (trial: Int, plan: Plan)?

  /// A search for a step whose usual plan exceeds the budget.
  init(_ usual: Plan, gathered: Set<String>, budget: Int) {
    self.usual = usual
    self.gathered = gathered
    self.budget = budget
    least = usual
    let saved = SavedValues(usual.graph, StepParts(usual.graph))
    // Where a segment takes less than a node makes, as a rule, nothing can be dropped.
    let smallest = saved.byteCount / max(1, 2 * saved.madeBytes.count { $0 > 0 })
    // The first size is that of all, with which nothing is dropped.
    sizes = Array(sequence(first: saved.byteCount) { $0 > smallest ? $0 * 6 / 7 : nil })
  }

  /// The plan with the largest segments that fits, of those tried; nil where none did.
  mutating func plan() throws -> Plan? {
    let last = sizes.count - 1
    var step = max(1, (last + 7) / 8)
    for trial in stride(from: 0, through: last, by: step) where fitting == nil {
      try attempt(trial)
    }
    while fitting == nil, step > 1 {
      step = (step + 1) / 2
      let best = known.min { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? 0
      for trial in [best - step, best + step] where fitting == nil {
        try attempt(min(max(0, trial), last))
      }
    }
    guard let found = fitting else { return nil }
    var low = known.keys.filter { $0 < found.trial }.max() ?? found.trial
    var high = found.trial
    while high - low > 1 {
      let middle = (low + high) / 2
      try attempt(middle)
      if fitting?.trial == middle { high = middle } else { low = middle }
    }
    return fitting.map { roomier(than: $0.plan) }
  }

  /// The plan with the fewest barriers that fits, with the segments of one that does.
  private func roomier(than plan: Plan) -> Plan {
    guard plan.barrierCount > 0 else { return plan }
    let roomier = Plan(
      plan.graph, workers: usual.workers, gathered: gathered, shares: plan.shares, within: budget)
    return roomier.memory.whole <= budget ? roomier : plan
  }

  /// Plans the step with segments of one of the sizes, unless that was done.
  private mutating func attempt(_ trial: Int) throws {
    guard known[trial] == nil else { return }
    let plan = try plan(trial)
    known[trial] = plan.memory.whole
    if plan.memory.whole < least.memory.whole { least = plan }
    if plan.memory.whole <= budget { fitting = (trial, plan) }
  }

  private mutating func plan(_ trial: Int) throws -> Plan {
    var graph = usual.graph
    var shares = usual.shares
    if trial > 0 {
      guard let rewrite = try Recompute(segmentBytes: sizes[trial]).run(on: graph) else {
        return usual
      }
      try rewrite.graph.verify(touched: rewrite.touched)
      shares = Self.shares(of: rewrite, as: usual)
      graph = rewrite.graph
    }
    planCount += 1
    return Plan(graph, workers: usual.workers, gathered: gathered, shares: shares, within: 0)
  }

  /// The shares that a plan gives to the nodes of its graph, for the nodes of another graph in which
  /// some of them are computed twice: a product that is cut in another way may round in another way.
  static func shares(of rewrite: Rewrite, as plan: Plan) -> [[Block?]?] {
    let blocks = plan.shares
    var shares = [[Block?]?](repeating: nil, count: rewrite.graph.nodes.count)
    let copies = Set(rewrite.touched)
    var firsts = blocks.makeIterator()
    for index in shares.indices where !copies.contains(NodeID(index)) {
      // All nodes are there once in their order; the second copies stand between them.
      shares[index] = firsts.next() ?? nil
    }
    for (value, copy) in rewrite.standIns.enumerated() {
      guard let copy, let id = rewrite.graph.node(defining: copy), copies.contains(id),
        let source = plan.graph.node(defining: ValueID(value))
      else { continue }
      shares[id.index] = blocks[source.index]
    }
    return shares
  }
}

extension Plan {
  /// By node, each worker's block; nil for nodes that compute nothing.
  fileprivate var shares: [[Block?]?] {
    var shares = [[Block?]?](repeating: nil, count: graph.nodes.count)
    for task in tasks { shares[task.node.index] = task.blocks }
    return shares
  }
}
