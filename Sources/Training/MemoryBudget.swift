public import Execution
public import IR
import Source

/// What a step may take: its states, its planned memory, what persists between runs, and the copies
/// of updates that could not be computed in place.
public struct MemoryBudget: Hashable, Sendable {
  /// The bytes.
  public let byteCount: Int

  /// A budget of some bytes.
  public init(byteCount: Int) { self.byteCount = byteCount }

  /// A budget from its text, such as `20MB`, `1.5 GB` or `1048576`; units are powers of 1000, or of
  /// 1024 with an i as in `20MiB`. Nil where the text is none: a fraction without a unit was hardly
  /// meant to be one of a byte.
  public init?(_ text: String) {
    let units = ["b": 1.0, "": 1, "kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12]
      .merging(["kib": 0x1p10, "mib": 0x1p20, "gib": 0x1p30, "tib": 0x1p40]) { first, _ in first }
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let unit = text.dropFirst(digits.count).drop { $0 == " " }.lowercased()
    guard let scale = units[unit], let number = Double(digits), number > 0,
      number * scale >= 1, number * scale < 0x1p62, scale > 1 || number == number.rounded()
    else { return nil }
    byteCount = Int(number * scale)
  }

  /// Plans a training step within the budget, with the least recomputation of those that were tried:
  /// none if that fits, else in segments (see `Recompute`).
  ///
  /// - Returns: the plan, proved where anything is recomputed, with the graph that it is of.
  /// - Throws: E0506 where no segments fit, with the least that would be enough; `PlanError` where the
  ///   planner is wrong.
  public func plan(_ graph: Graph, workers: Int, gathered: Set<String>) throws -> Plan {
    let usual = Plan(graph, workers: workers, gathered: gathered)
    guard usual.memory.whole > byteCount else { return usual }
    var search = RecomputeSearch(usual, gathered: gathered, budget: byteCount)
    guard let plan = try search.plan() else {
      throw refusal(search.least, plans: search.planCount)
    }
    try plan.verify()
    return plan
  }

  /// Bytes with a comma between the thousands.
  private static func text(_ count: Int) -> String {
    let digits = Array(String(count))
    let groups = stride(from: digits.count, to: 0, by: -3).map { end in
      String(digits[max(0, end - 3)..<end])
    }
    return groups.reversed().joined(separator: ",") + (count == 1 ? " byte" : " bytes")
  }

  /// What was found does not fit, of so many plans that were made; another might. A budget of what the
  /// smallest takes is met, and a smaller one is not (see `RecomputeSearch`).
  private func refusal(_ least: Plan, plans: Int) -> InputError {
    let states = least.memory.state
    let isStep = !least.graph.updates.isEmpty
    let found =
      "the smallest of \(plans) plan\(plans == 1 ? "" : "s") that were tried takes "
      + "\(Self.text(least.memory.whole)), \(Self.text(states)) of them for states"
    let advice =
      states < byteCount
      ? "a smaller batch"
      : isStep ? "smaller layers or an optimizer with fewer states" : "smaller layers"
    return InputError(
      Diagnostic(
        code: "E0506",
        "\(isStep ? "a step" : "a run") does not fit \(Self.text(byteCount)): \(found)",
        help: ["allow \(Self.text(least.memory.whole)), or use \(advice)"]))
  }
}
