public import JSON
import Kernels
public import Training

/// What `nnc check --optimised` found.
public struct OptimizationReport: Sendable {
  private let check: OptimizationCheck

  /// Makes a report.
  public init(_ check: OptimizationCheck) { self.check = check }

  /// What is said where nothing is wrong.
  private var verdict: String {
    check.comparisons.contains { $0.worstEnd.ratio > 1 }
      ? "no op is wrong; rounding in single precision builds up over a whole run beyond the bound"
      : "no value differs by more than its bound"
  }

  /// What is said of values that are not finite: where both graphs have NaN or one infinity, they
  /// agree, whatever is wrong with what made it. Empty where all are finite.
  private var caution: String {
    guard !check.isWhole else { return "" }
    let lines = check.comparisons.flatMap { comparison in
      [
        (found: comparison.valuesNotFinite, count: comparison.values, kind: "values"),
        (comparison.endsNotFinite, comparison.ends, "outputs and states"),
      ].filter { $0.found.count > 0 }.map { part in
        "  \(comparison.graph) in \(comparison.element.rawValue): \(part.found.count) of "
          + "\(part.count) \(part.kind) compared \(part.found.count == 1 ? "is" : "are") not finite, "
          + "first \(part.found.place), batch \(part.found.batch)\n"
      }
    }
    return "but what is NaN or infinite in both graphs shows no difference, and tells nothing:\n"
      + lines.joined()
  }

  /// Whether no value differs by more than its bound.
  public var isSound: Bool { check.isSound }

  /// The report for people: a row a graph, and the neighbourhood of whatever differs.
  public var text: String {
    let partial: [(title: String, alignment: TextTable.Alignment)] =
      check.isWhole ? [] : [("not finite", .right)]
    var table = TextTable(
      [
        ("graph", .left), ("numbers", .left), ("nodes", .right), ("batches", .right),
        ("values", .right),
      ] + partial + [("worst", .right), ("at", .left), ("plan", .right), ("at", .left)])
    for comparison in check.comparisons {
      table.add(
        [
          comparison.graph, comparison.element.rawValue,
          "\(comparison.nodesBefore) -> \(comparison.nodesAfter)", "\(comparison.batches)",
          "\(comparison.values)",
        ] + partial.map { _ in "\(comparison.valuesNotFinite.count)" } + [
          Self.share(comparison.worstValue), comparison.worstValue.place,
          Self.share(comparison.worstEnd), comparison.worstEnd.place,
        ])
    }
    let changes = check.comparisons.filter { $0.element == .f64 || check.comparisons.count == 1 }
      .map { "\($0.graph): \($0.passes.isEmpty ? "no pass" : $0.passes.joined(separator: ", "))" }
    let differences = check.comparisons.compactMap { comparison in
      comparison.difference.map { Self.text($0, in: comparison) }
    }
    return table.text + """

      \(changes.joined(separator: "\n"))
      worst: the largest difference of a value, computed from the same operands, over its bound;
      plan: the same of the outputs and states of the planned run. The bound is 1e-11 (f32: 1e-04) x
      the largest element, or what moving every operand by that share changes, if that is more.
      \(check.isSound ? verdict : "A BUG IN NNC: VALUES DIFFER")

      """ + caution + differences.joined()
  }

  private static func share(_ worst: OptimizationCheck.Worst) -> String {
    worst.ratio == 0 ? "0" : scientific(worst.ratio, 1)
  }

  private static func text(
    _ difference: OptimizationCheck.Difference, in comparison: OptimizationCheck.Comparison
  ) -> String {
    let blame =
      difference.pass.map { "the pass '\($0)' changed it" }
      ?? "no op and no pass differs by itself: the plan or its run is wrong"
    return """

      \(comparison.graph) in \(comparison.element.rawValue), batch \(difference.batch): \
      \(difference.place) differs by \(scientific(difference.difference, 2)), \
      bound \(scientific(difference.bound, 2))
      \(blame)
      not optimised:
      \(lines(difference.before))
      optimised:
      \(difference.after.map(lines) ?? "    nothing stands for it")

      """
  }

  private static func lines(_ place: Neighborhood) -> String {
    (place.operands.map { "    \($0)" } + ["  > \(place.definition)"]
      + place.users.map { "    \($0)" }).joined(separator: "\n")
  }

  /// The report for programs.
  public var json: JSON {
    [
      "sound": .bool(check.isSound),
      "all_finite": .bool(check.isWhole),
      "tolerance": .number(OptimizationCheck.tolerance(.f64)),
      "single_precision_tolerance": .number(OptimizationCheck.tolerance(.f32)),
      "graphs": .array(
        check.comparisons.map { comparison in
          [
            "graph": .string(comparison.graph),
            "element": .string(comparison.element.rawValue),
            "nodes_before": .integer(Int64(comparison.nodesBefore)),
            "nodes_after": .integer(Int64(comparison.nodesAfter)),
            "passes": .array(comparison.passes.map { .string($0) }),
            "batches": .integer(Int64(comparison.batches)),
            "values": .integer(Int64(comparison.values)),
            "values_not_finite": Self.json(comparison.valuesNotFinite),
            "worst_value": Self.json(comparison.worstValue),
            "outputs_and_states": .integer(Int64(comparison.ends)),
            "outputs_and_states_not_finite": Self.json(comparison.endsNotFinite),
            "worst_output_or_state": Self.json(comparison.worstEnd),
            "difference": comparison.difference.map(Self.json) ?? .null,
          ]
        }),
    ]
  }

  private static func json(_ worst: OptimizationCheck.Worst) -> JSON {
    [
      "ratio": .number(worst.ratio), "place": worst.place.isEmpty ? .null : .string(worst.place),
    ]
  }

  private static func json(_ found: OptimizationCheck.NotFinite) -> JSON {
    [
      "count": .integer(Int64(found.count)),
      "first": found.count == 0 ? .null : .string(found.place),
      "batch": found.count == 0 ? .null : .string(found.batch),
    ]
  }

  private static func json(_ difference: OptimizationCheck.Difference) -> JSON {
    [
      "place": .string(difference.place),
      "pass": difference.pass.map { .string($0) } ?? .null,
      "batch": .string(difference.batch),
      "difference": .number(difference.difference),
      "bound": .number(difference.bound),
      "before": json(difference.before),
      "after": difference.after.map(json) ?? .null,
    ]
  }

  private static func json(_ place: Neighborhood) -> JSON {
    [
      "operands": .array(place.operands.map { .string($0) }),
      "definition": .string(place.definition),
      "users": .array(place.users.map { .string($0) }),
    ]
  }
}
