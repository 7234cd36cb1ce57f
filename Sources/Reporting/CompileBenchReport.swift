public import JSON
public import Training

/// What `nnc bench --compile` measured.
public struct CompileBenchReport: Sendable {
  private let figures: CompileBenchmark

  /// Makes a report.
  public init(_ figures: CompileBenchmark) { self.figures = figures }

  /// The report for people.
  public var text: String {
    var table = TextTable([("stage", .left), ("min", .right), ("%", .right)])
    let sum = figures.phases.reduce(0) { $0 + $1.milliseconds }
    for phase in figures.phases {
      table.add([
        phase.name, duration(milliseconds: phase.milliseconds),
        fixed(100 * phase.milliseconds / sum, 1),
      ])
    }
    return table.text + """

      compiled in \(duration(milliseconds: figures.total)): \(grouped(figures.nodeCount)) nodes, \
      \(figures.repeats) repeats; the process took \(bytes(figures.peakMemory)) at most

      """
  }

  /// The report for programs.
  public var json: JSON {
    [
      "stages_ms": .object(
        JSONObject(figures.phases.map { ($0.name, .number($0.milliseconds)) })),
      "compile_ms": .number(figures.total),
      "nodes": .integer(Int64(figures.nodeCount)),
      "peak_bytes": .integer(Int64(figures.peakMemory)),
      "repeats": .integer(Int64(figures.repeats)),
    ]
  }
}
