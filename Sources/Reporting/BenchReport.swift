public import JSON
public import Training

/// What `nnc bench` measured.
public struct BenchReport: Sendable {
  private let figures: StepBenchmark

  /// Makes a report.
  public init(_ figures: StepBenchmark) { self.figures = figures }

  /// The report for people.
  public var text: String {
    let name =
      switch figures.subject {
      case .trainingStep: "training step"
      case .prediction: "prediction"
      case nil: "graph"
      }
    var table = TextTable([("", .left), ("min", .right), ("median", .right), ("max", .right)])
    table.add([name] + Self.cells(figures.step))
    if figures.ratio != nil { table.add(["sgemm alone"] + Self.cells(figures.products)) }
    let speed = Double(figures.flops) / (figures.step.min * 1e6)
    let comparison =
      figures.ratio.map { "ratio \(fixed($0, 2)) (minimum over minimum)" }
      ?? "no matrix product to compare with"
    return table.text + """

      \(comparison), \(fixed(speed, 1)) GFLOP/s
      \(figures.batch.map { "batch \($0), " } ?? "")\(figures.threads) thread\(figures.threads == 1 ? "" : "s"), \
      \(figures.repeats) repeats

      """
  }

  private static func cells(_ spread: StepBenchmark.Spread) -> [String] {
    [spread.min, spread.median, spread.max].map { duration(milliseconds: $0) }
  }

  /// The report for programs.
  public var json: JSON {
    func spread(_ spread: StepBenchmark.Spread) -> JSON {
      ["min": .number(spread.min), "median": .number(spread.median), "max": .number(spread.max)]
    }
    return [
      "step_ms": spread(figures.step),
      "sgemm_ms": figures.ratio == nil ? .null : spread(figures.products),
      "ratio": .optional(figures.ratio),
      "threads": .integer(Int64(figures.threads)),
      "batch": figures.batch.map { .integer(Int64($0)) } ?? .null,
      "repeats": .integer(Int64(figures.repeats)),
      "flops": .integer(Int64(figures.flops)),
    ]
  }
}
