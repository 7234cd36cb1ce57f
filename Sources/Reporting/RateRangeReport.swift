public import JSON
public import Training

/// What a learning-rate range test found.
public struct RateRangeReport: Sendable {
  private let test: RateRangeTest

  /// Makes a report.
  public init(_ test: RateRangeTest) { self.test = test }

  /// The report for people.
  public var text: String {
    var lines: [String] = []
    if let steepest = test.steepest, let lowest = test.lowest {
      lines = [
        "the loss falls fastest at a rate of \(scientific(steepest, 1))",
        "the loss is lowest at             \(scientific(lowest, 1))",
      ]
      if test.hasBroken, let last = test.points.last {
        lines.append("the loss breaks at                \(scientific(last.rate, 1))")
      }
      lines.append(
        "try --set lr=\(scientific(steepest, 1)), or a schedule with that as its highest")
    } else {
      lines = ["the loss never falls, whatever the rate: check the data and the model"]
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// The report for programs.
  public var json: JSON {
    [
      "steepest": .optional(test.steepest), "lowest": .optional(test.lowest),
      "broken": .bool(test.hasBroken),
      "points": .array(
        test.points.map {
          [
            "rate": .number($0.rate), "loss": .optional($0.loss.isFinite ? $0.loss : nil),
            "smoothed": .optional($0.smoothed.isFinite ? $0.smoothed : nil),
          ]
        }),
    ]
  }

  /// All steps as comma-separated values.
  public var csv: String {
    Reporting.csv(
      [["rate", "loss", "smoothed"]]
        + test.points.map { ["\($0.rate)", "\($0.loss)", "\($0.smoothed)"] })
  }

  /// A picture: the loss over the rate, with the steepest place ringed.
  public var svg: String {
    let highest = 1.5 * (test.points.first?.loss ?? 1)
    func points(_ value: (RateRangeTest.Point) -> Double) -> [(x: Double, y: Double)] {
      // What lies far above the start would press the rest together.
      test.points.map { ($0.rate, value($0)) }.filter { $0.1 <= highest }
    }
    let steepest = test.points.filter { $0.rate == test.steepest }.map { ($0.rate, $0.smoothed) }
    let chart = Chart(
      title: "loss by learning rate", labels: ("learning rate", "loss"),
      scales: (.logarithmic, .linear),
      series: [
        Chart.Series(name: "of a batch", points: points(\.loss), color: 5, style: .dots),
        Chart.Series(name: "smoothed", points: points(\.smoothed), color: 0),
        Chart.Series(name: "falls fastest", points: steepest, color: 1, style: .rings),
      ])
    return ChartPage(title: "learning-rate range test", charts: [chart]).svg
  }
}
