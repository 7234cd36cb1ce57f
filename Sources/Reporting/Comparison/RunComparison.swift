public import JSON
import Source
import Training

/// Runs of training side by side.
public struct RunComparison: Sendable {
  private let runs: [TrainedRun]
  private let answers: AnswerComparison?

  /// Compares runs; with `answers`, also what their models say of the same rows.
  public init(_ runs: [TrainedRun], answers: AnswerComparison? = nil) {
    self.runs = runs
    self.answers = answers
  }

  /// A figure of a run.
  private struct Figure: Sendable {
    var title: String
    var key: String
    /// Its value as a number, which is missing where it was not measured.
    var value: @Sendable (TrainedRun) -> Double?
    var text: @Sendable (Double) -> String
    /// Whether larger values are better; nil where neither is.
    var isBetterLarger: Bool?
  }

  private static let figures: [Figure] = {
    @Sendable func loss(_ value: Double) -> String { significant(value, 4) }
    @Sendable func share(_ value: Double) -> String { fixed(value, 4) }
    @Sendable func count(_ value: Double) -> String { grouped(Int(value)) }
    return [
      Figure(
        title: "parameters", key: "parameters", value: { Double($0.parameters) }, text: count),
      Figure(
        title: "epochs", key: "epochs", value: { $0.history.last.map { Double($0.epoch) } },
        text: count),
      Figure(title: "seconds", key: "seconds", value: \.seconds, text: { fixed($0, 1) }),
      Figure(
        title: "train loss", key: "train_loss", value: { $0.last { $0.trainLoss } }, text: loss),
      Figure(
        title: "train accuracy", key: "train_accuracy", value: { $0.last(\.trainAccuracy) },
        text: share),
      Figure(
        title: "valid loss", key: "valid_loss", value: { $0.last(\.validLoss) }, text: loss,
        isBetterLarger: false),
      Figure(
        title: "  best", key: "best_valid_loss",
        value: { $0.best(\.validLoss, largest: false)?.value }, text: loss, isBetterLarger: false),
      Figure(
        title: "  in epoch", key: "best_valid_loss_epoch",
        value: { $0.best(\.validLoss, largest: false).map { Double($0.epoch) } }, text: count),
      Figure(
        title: "valid accuracy", key: "valid_accuracy", value: { $0.last(\.validAccuracy) },
        text: share, isBetterLarger: true),
      Figure(
        title: "  best", key: "best_valid_accuracy",
        value: { $0.best(\.validAccuracy, largest: true)?.value }, text: share,
        isBetterLarger: true),
      Figure(
        title: "  in epoch", key: "best_valid_accuracy_epoch",
        value: { $0.best(\.validAccuracy, largest: true).map { Double($0.epoch) } }, text: count),
      Figure(
        title: "kept epoch", key: "kept_epoch", value: { $0.keptEpoch.map(Double.init) },
        text: count),
      Figure(
        title: "test loss", key: "test_loss", value: { $0.test?.loss }, text: loss,
        isBetterLarger: false),
      Figure(
        title: "test accuracy", key: "test_accuracy", value: { $0.test?.accuracy }, text: share,
        isBetterLarger: true),
    ]
  }()

  /// The comparison for people.
  public var text: String {
    let names = runs.enumerated().map { "\(runMark($0.offset))  \(printable($0.element.name))\n" }
    let curves = RunCurves(runs: runs).text
    let settings = runs.count > 1 ? "\n" + SettingDifferences(runs).text : ""
    return names.joined() + settings + "\n" + figureText + (answers.map { "\n" + $0.text } ?? "")
      + (curves.isEmpty ? "" : "\n" + curves) + "\n" + adviceText
  }

  /// A line a figure and a column a run, the best of a line marked; as many runs beside each other
  /// as fit 80 columns.
  private var figureText: String {
    let rows = Self.figures.compactMap { figure -> [String]? in
      let values = runs.map(figure.value)
      guard values.contains(where: { $0 != nil }) else { return nil }
      let known = values.compactMap { $0 }
      let best = figure.isBetterLarger.flatMap { $0 ? known.max() : known.min() }
      let differs = Set(known).count > 1
      return [figure.title]
        + values.map { value in
          (value.map(figure.text) ?? "-") + (differs && value == best && value != nil ? "*" : " ")
        }
    }
    let most = max(1, (80 - 14) / 12)
    let blocks = stride(from: 0, to: runs.count, by: most).map { start in
      let block = start..<min(start + most, runs.count)
      var table = TextTable(
        [("", .left)] + block.map { (runMark($0) + " ", TextTable.Alignment.right) })
      for row in rows { table.add([row[0]] + row[1...].dropFirst(start).prefix(block.count)) }
      return table.text
    }
    let isMarked = rows.contains { $0.contains { $0.hasSuffix("*") } }
    return blocks.joined(separator: "\n") + (isMarked ? "* the best of the line\n" : "")
  }

  private var adviceText: String {
    runs.enumerated().map { index, run in
      FittingAdvice(run).lines.map { line in
        wrapped((runs.count > 1 ? "\(runMark(index)): " : "") + line, indent: 0)
      }.joined()
    }.joined()
  }

  /// The comparison for programs.
  public var json: JSON {
    var object: JSONObject = [
      "runs": JSON.array(runs.map(json)),
      "differences": .array(
        SettingDifferences(runs).differences.map { difference in
          [
            "setting": .string(difference.name),
            "values": .array(difference.values.map { $0.map { .string($0) } ?? .null }),
          ]
        }),
    ]
    if let answers { object["answers"] = answers.json }
    return .object(object)
  }

  private func json(_ run: TrainedRun) -> JSON {
    var object: JSONObject = ["name": JSON.string(run.name)]
    for figure in Self.figures {
      object[figure.key] =
        figure.value(run).map { value in
          Int(exactly: value).map { .integer(Int64($0)) } ?? .number(value)
        } ?? .null
    }
    object["advice"] = .array(FittingAdvice(run).lines.map { .string($0) })
    object["history"] = .array(run.history.map(\.json))
    return .object(object)
  }

  /// The curves as a picture; nil where no run has an epoch.
  public var svg: String? {
    let page = RunCurves(runs: runs).page
    return page.charts.isEmpty ? nil : page.svg
  }

  /// The same picture in a page of its own.
  public var html: String? {
    svg.map { htmlPage(title: "Curves", style: "body { margin: 16px; background: #fff }", $0) }
  }
}
