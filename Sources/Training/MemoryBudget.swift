public import Execution
public import IR
import Kernels
import Passes
import Source

/// What a step may take: its states, its planned memory, what persists between runs, and the copies
/// of updates that could not be computed in place.
public struct MemoryBudget: Hashable, Sendable {
  /// The bytes.
  public let byteCount: Int

  /// A budget of some bytes.
  public init(byteCount: Int) { self.byteCount = byteCount }

  /// A budget from its text, such as `20MB`, `1.5 GB` or `1048576`; units are powers of 1000, or of
  /// 1024 with an i as in `20MiB`. Nil where the text is none.
  public init?(_ text: String) {
    let units = ["b": 1.0, "": 1, "kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12]
      .merging(["kib": 0x1p10, "mib": 0x1p20, "gib": 0x1p30, "tib": 0x1p40]) { first, _ in first }
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let unit = text.dropFirst(digits.count).drop { $0 == " " }.lowercased()
    guard let scale = units[unit], let number = Double(digits), number > 0,
      number * scale >= 1, number * scale < 0x1p62
    else { return nil }
    byteCount = Int(number * scale)
  }

  /// Plans a training step within the budget, with the least recomputation of those that were tried:
  /// none if that fits, else with ever smaller segments (see `Recompute`).
  ///
  /// - Returns: the plan, proved where anything is recomputed, with the graph that it is of.
  /// - Throws: E0506 where no segments fit; `PlanError` where the planner is wrong.
  public func plan(_ graph: Graph, workers: Int, gathered: Set<String>) throws -> Plan {
    let whole = Plan(graph, workers: workers, gathered: gathered)
    guard Self.bytes(of: whole) > byteCount else { return whole }
    var least = whole
    guard whole.memory.state < byteCount, let saved = SavedValues(graph) else {
      throw refusal(least)
    }
    var segmentBytes = saved.byteCount
    while segmentBytes > 0 {
      segmentBytes = segmentBytes * 6 / 7
      guard let rewrite = try Recompute(segmentBytes: segmentBytes).run(on: graph) else { continue }
      try rewrite.graph.verify(touched: rewrite.touched)
      let plan = Plan(
        rewrite.graph, workers: workers, gathered: gathered,
        shares: Self.shares(of: rewrite, as: whole))
      let bytes = Self.bytes(of: plan)
      if bytes <= byteCount {
        try plan.verify()
        return plan
      }
      // Below some size of a segment, the ever more values that cross cuts outweigh what is dropped.
      if bytes > Self.bytes(of: least) + saved.byteCount / 8 { break }
      if bytes < Self.bytes(of: least) { least = plan }
    }
    throw refusal(least)
  }

  /// The shares that a plan gives to the nodes of its graph, for the nodes of another graph in which
  /// some of them are computed twice: a product that is cut in another way may round in another way.
  static func shares(of rewrite: Rewrite, as plan: Plan) -> [[Block?]?] {
    var blocks = [[Block?]?](repeating: nil, count: plan.graph.nodes.count)
    for task in plan.tasks { blocks[task.node.index] = task.blocks }
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

  /// What a step takes.
  static func bytes(of plan: Plan) -> Int {
    plan.memory.state + plan.memory.planned + plan.persistentBytes
      + plan.copies.reduce(0) { $0 + plan.graph.type(of: $1.value).byteCount }
  }

  /// Bytes with a comma between the thousands.
  private static func text(_ count: Int) -> String {
    let digits = Array(String(count))
    let groups = stride(from: digits.count, to: 0, by: -3).map { end in
      String(digits[max(0, end - 3)..<end])
    }
    return groups.reversed().joined(separator: ",") + " bytes"
  }

  private func refusal(_ least: Plan) -> InputError {
    let states = least.memory.state
    return InputError(
      Diagnostic(
        code: "E0506",
        "a step does not fit \(Self.text(byteCount)): "
          + (least.graph.nodes.contains(where: \.isRecomputed)
            ? "with what helps recomputed it takes " : "it takes ")
          + "\(Self.text(Self.bytes(of: least))), \(Self.text(states)) of them for states",
        help: [
          states >= byteCount
            ? "allow more, or use smaller layers or an optimizer with fewer states"
            : "allow more, or use a smaller batch"
        ]))
  }
}
