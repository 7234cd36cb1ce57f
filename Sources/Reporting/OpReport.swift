import IR
public import JSON
public import Training

/// What `nnc bench --ops` measured, the slowest node first.
public struct OpReport: Sendable {
  private let figures: OpBenchmark
  private let rows: [OpBenchmark.Row]

  /// Makes a report.
  public init(_ figures: OpBenchmark) {
    self.figures = figures
    rows = figures.rows.sorted { ($1.microseconds, $0.node) < ($0.microseconds, $1.node) }
  }

  /// The report for people.
  public var text: String {
    var table = TextTable([
      ("op", .left), ("result", .left), ("layer", .left), ("us", .right), ("%", .right),
      ("MFLOP", .right), ("kB", .right), ("GFLOP/s", .right), ("GB/s", .right),
    ])
    for row in rows {
      let node = figures.graph[row.node]
      let result = figures.graph.type(of: node.results[0])
      table.add([
        node.op.name, result.description, node.origin?.description ?? "",
        fixed(row.microseconds, 2), share(row.microseconds),
        fixed(Double(row.flops) / 1e6, 3), fixed(Double(row.bytes) / 1e3, 1),
        rate(row.flops, row), rate(row.bytes, row),
      ])
    }
    for (name, time) in besides where time > 0 {
      table.add([name, "", "", fixed(time, 2), share(time)])
    }
    let flops = figures.graph.flops
    return table.text + """

      step \(fixed(figures.plain, 1)) us, \(fixed(Double(flops) / figures.plain / 1e3, 1)) GFLOP/s; \
      with the clock read around every op \(fixed(figures.timed, 1)) us, to which the rows add up
      \(figures.threads) thread\(figures.threads == 1 ? "" : "s"); a row's time is the mean of the \
      workers', its rates are by the slowest worker

      """
  }

  private var besides: [(String, Double)] {
    [
      ("gather of the batch", figures.gather), ("waiting at barriers", figures.wait),
      ("copies of updates", figures.copy), ("starting late, ending early", figures.idle),
    ]
  }

  private func share(_ time: Double) -> String { fixed(100 * time / figures.timed, 1) }

  /// Billions a second; nothing where there is nothing to count.
  private func rate(_ count: Int, _ row: OpBenchmark.Row) -> String {
    count > 0 && row.longest > 0 ? fixed(Double(count) / row.longest / 1e3, 1) : ""
  }

  /// The report for programs, in the order of the plan.
  public var json: JSON {
    let ops = figures.rows.map { row -> JSON in
      let node = figures.graph[row.node]
      return [
        "op": .string(node.op.name),
        "result": .string(figures.graph.type(of: node.results[0]).description),
        "layer": node.origin.map { .string($0.layer) } ?? .null,
        "line": node.origin.map { .integer(Int64($0.line)) } ?? .null,
        "us": .number(row.microseconds), "slowest_worker_us": .number(row.longest),
        "flops": .integer(Int64(row.flops)), "bytes": .integer(Int64(row.bytes)),
      ]
    }
    return [
      "ops": .array(ops), "gather_us": .number(figures.gather), "wait_us": .number(figures.wait),
      "copy_us": .number(figures.copy), "idle_us": .number(figures.idle),
      "timed_step_us": .number(figures.timed),
      "step_us": .number(figures.plain), "threads": .integer(Int64(figures.threads)),
    ]
  }
}
