public import JSON
import Lowering
public import Operators
import Source
public import Training

/// What `nnc sweep` found.
public struct SweepReport: Sendable {
  private let search: Search
  private let results: [TrialResult]
  private let metric: Metric
  private let command: [String]

  /// How many of the best trials are shown.
  private static let shown = 10

  /// Makes a report; `command` are the words by which the best trial is run by itself, without its
  /// settings.
  public init(_ search: Search, _ results: [TrialResult], by metric: Metric, command: [String]) {
    self.search = search
    self.results = results
    self.metric = metric
    self.command = command
  }

  private var ranked: [TrialResult] { results.ranked(by: metric) }
  private var failures: [TrialResult] { results.filter { $0.value == nil } }

  /// The line of a trial that is done.
  public static func line(_ result: TrialResult, by metric: Metric, number: Int) -> String {
    let settings = result.trial.overrides.map { "\($0.name)=\($0.value)" }.joined(separator: "  ")
    let outcome =
      result.value.map { "\(metric.rawValue) \(fixed($0, 4))" } ?? result.failure ?? "failed"
    return "\(number)  trial \(result.trial.number)  \(settings)  \(outcome)\n"
  }

  /// Whether any trial came to an end.
  public var hasBest: Bool { results.contains { $0.value != nil } }

  /// The report for people: the best trials, and how to run the best of them.
  public var text: String {
    var table = TextTable(
      [("trial", .right)] + search.variations.map { ($0.name, .right) }
        + [(metric.rawValue, .right), ("epoch", .right)])
    for result in ranked.filter({ $0.value != nil }).prefix(Self.shown) {
      table.add(
        [String(result.trial.number)] + result.trial.overrides.map(\.value)
          + [result.value.map { fixed($0, 4) } ?? "", result.epoch.map(String.init) ?? ""])
    }
    var lines = [table.text]
    for result in failures.prefix(Self.shown) {
      lines.append("trial \(result.trial.number) failed: \(result.failure ?? "")\n")
    }
    if failures.count > Self.shown { lines.append("and \(failures.count - Self.shown) more\n") }
    if let best = ranked.first, best.value != nil {
      let settings = best.trial.overrides.flatMap { ["--set", "\($0.name)=\($0.value)"] }
      let words = (command + settings).map { printable(shellWord($0)) }
      lines.append("\nthe best again: \(words.joined(separator: " "))\n")
    }
    return lines.joined()
  }

  /// All trials as comma-separated values, in their order.
  public var csv: String {
    let head =
      ["trial", "round"] + search.variations.map(\.name) + [metric.rawValue, "epoch", "failure"]
    let rows = results.map { result in
      [String(result.trial.number), String(result.trial.round + 1)]
        + result.trial.overrides.map(\.value)
        + [
          result.value.map { "\($0)" } ?? "", result.epoch.map(String.init) ?? "",
          result.failure ?? "",
        ]
    }
    return Reporting.csv([head] + rows)
  }

  /// The report for programs.
  public var json: JSON {
    [
      "metric": .string(metric.rawValue),
      "trials": .array(
        ranked.map { result in
          var settings = JSONObject()
          for override in result.trial.overrides {
            settings[override.name] = .string(override.value)
          }
          return [
            "trial": .integer(Int64(result.trial.number)),
            "round": .integer(Int64(result.trial.round + 1)), "settings": .object(settings),
            "value": .optional(result.value),
            "epoch": result.epoch.map { .integer(Int64($0)) } ?? .null,
            "failure": result.failure.map { .string($0) } ?? .null,
          ]
        }),
    ]
  }

  /// A picture: the metric over each setting, a colour a round, the three best ringed.
  public var svg: String {
    let charts = search.variations.enumerated().map { index, variation in
      Chart(
        title: variation.name, labels: (variation.name, metric.rawValue),
        scales: (Self.scale(of: variation), .linear), series: series(index, variation))
    }
    return ChartPage(title: "\(results.count) trials by \(metric.rawValue)", charts: charts).svg
  }

  private func series(_ index: Int, _ variation: Variation) -> [Chart.Series] {
    func points(_ results: [TrialResult]) -> [(x: Double, y: Double)] {
      results.compactMap { result in
        guard let y = result.value,
          let x = Self.place(of: result.trial.overrides[index].value, in: variation)
        else { return nil }
        return (x, y)
      }
    }
    let rounds = (0..<search.rounds).map { round in
      Chart.Series(
        name: "round \(round + 1)", points: points(results.filter { $0.trial.round == round }),
        color: round, style: .dots)
    }
    let best = ranked.filter { $0.value != nil }.prefix(3)
    return rounds + [Chart.Series(name: "", points: points(Array(best)), color: 6, style: .rings)]
  }

  private static func scale(of variation: Variation) -> Axis.Scale {
    switch variation.values {
    case .list(let values): .names(values)
    case .range(_, .log): .logarithmic
    case .range: .linear
    }
  }

  private static func place(of value: String, in variation: Variation) -> Double? {
    if case .list(let values) = variation.values {
      return values.firstIndex(of: value).map(Double.init)
    }
    return Double(value)
  }
}
