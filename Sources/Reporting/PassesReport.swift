public import IR
public import JSON

/// What `nnc compile --passes` tells: what each run of a pass changed.
///
/// A transient byte is one of any value but the states, each value in memory of its own, before
/// anything is planned; `CompileReport` has the bytes of the plan.
public struct PassesReport: Sendable {
  /// The size of a graph.
  public struct Figures: Hashable, Sendable {
    /// The number of nodes.
    public var nodes: Int
    /// The number of their operands.
    public var operands: Int
    /// The bytes of all values but the states.
    public var transientBytes: Int
    /// The floating-point operations of a run.
    public var flops: Int

    /// Measures a graph.
    init(_ graph: Graph) {
      nodes = graph.nodes.count
      operands = graph.nodes.reduce(0) { $0 + $1.operands.count }
      transientBytes = graph.values.reduce(0) { sum, value in
        if case .state = value.definition { sum } else { sum + value.type.byteCount }
      }
      flops = graph.flops
    }
  }

  /// One run of a pass.
  struct Row: Hashable, Sendable {
    var pass: String
    var round: Int?
    var changed = false
    var before: Figures
    var after: Figures
  }

  private let purpose: String
  private var rows: [Row] = []

  /// Starts a report on the compilation of a `training step` or `inference`.
  public init(_ purpose: String) { self.purpose = purpose }

  /// A pass is about to run; `round` is nil for a pass that runs once.
  public mutating func begin(_ pass: String, round: Int?, on graph: Graph) {
    let figures = rows.last?.after ?? Figures(graph)
    rows.append(Row(pass: pass, round: round, before: figures, after: figures))
  }

  /// A pass has run; ignored for a stage that did not begin.
  public mutating func end(_ pass: String, changed: Bool, with graph: Graph) {
    guard changed, let last = rows.indices.last, rows[last].pass == pass else { return }
    rows[last].changed = true
    rows[last].after = Figures(graph)
  }

  /// The number of rounds of the passes that are repeated.
  private var rounds: Int { rows.compactMap(\.round).max() ?? 0 }

  /// The report for people.
  public var text: String {
    guard let first = rows.first?.before, let last = rows.last?.after else {
      return "no pass runs on the \(purpose)\n"
    }
    var table = TextTable([
      ("round", .right), ("pass", .left), ("nodes", .right), ("operands", .right),
      ("transient bytes", .right), ("flops", .right),
    ])
    for row in rows {
      let cells =
        row.changed
        ? Self.cells(row.before, row.after) : ["", "", "nothing to change"]
      table.add([row.round.map(String.init) ?? "once", row.pass] + cells)
    }
    table.add(["", "all"] + Self.cells(first, last))
    return """
      passes on the \(purpose); transient bytes count every value but the states in memory of its \
      own, unplanned

      \(table.text)
      """
  }

  private static func cells(_ before: Figures, _ after: Figures) -> [String] {
    [\Figures.nodes, \.operands, \.transientBytes, \.flops].map { figure in
      let (before, after) = (before[keyPath: figure], after[keyPath: figure])
      return before == after ? grouped(after) : "\(grouped(before)) → \(grouped(after))"
    }
  }

  /// The report for programs.
  public var json: JSON {
    [
      "rounds": .integer(Int64(rounds)),
      "passes": .array(
        rows.map { row in
          [
            "pass": .string(row.pass),
            "round": row.round.map { .integer(Int64($0)) } ?? .null,
            "changed": .bool(row.changed),
            "before": Self.json(row.before),
            "after": Self.json(row.after),
          ]
        }),
    ]
  }

  private static func json(_ figures: Figures) -> JSON {
    [
      "nodes": .integer(Int64(figures.nodes)),
      "operands": .integer(Int64(figures.operands)),
      "transient_bytes": .integer(Int64(figures.transientBytes)),
      "flops": .integer(Int64(figures.flops)),
    ]
  }
}
