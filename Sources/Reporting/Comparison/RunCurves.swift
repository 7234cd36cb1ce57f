import Operators
import Training

/// The curves of runs: loss and accuracy, on training and validation rows.
struct RunCurves {
  let runs: [TrainedRun]

  /// A figure that is drawn.
  struct Figure {
    var title: String
    var train: (EpochRecord) -> Double?
    var valid: (EpochRecord) -> Double?
  }

  /// The figures that at least one run has.
  var figures: [Figure] {
    [
      Figure(title: "loss", train: { $0.trainDataLoss }, valid: { $0.validLoss }),
      Figure(title: "accuracy", train: { $0.trainAccuracy }, valid: { $0.validAccuracy }),
    ].filter { figure in runs.contains { $0.history.contains { figure.train($0) != nil } } }
  }

  /// The points of a figure.
  private func points(
    _ run: TrainedRun, _ figure: (EpochRecord) -> Double?
  ) -> [(x: Double, y: Double)] {
    run.history.compactMap { record in figure(record).map { (Double(record.epoch), $0) } }
  }

  /// A picture: a chart for each figure, a colour for each run, dashes for training rows.
  var page: ChartPage {
    let charts = figures.map { figure in
      Chart(
        title: figure.title, labels: ("epoch", figure.title), scales: (.whole, .linear),
        series: runs.enumerated().flatMap { series($0.offset, $0.element, figure) })
    }
    let title = runs.count == 1 ? runs[0].name : "\(runs.count) runs"
    return ChartPage(
      title: title + " (dashes: training rows, lines: validation rows)", charts: charts)
  }

  /// The curves of a run; one of them stands in the legend.
  private func series(_ index: Int, _ run: TrainedRun, _ figure: Figure) -> [Chart.Series] {
    let (train, valid) = (points(run, figure.train), points(run, figure.valid))
    let name = "\(runMark(index)) \(shortened(lastPart(run.name), 40))"
    return [
      Chart.Series(
        name: valid.isEmpty ? name : "", points: train, color: index, style: .dashed),
      Chart.Series(name: name, points: valid, color: index),
    ].filter { !$0.points.isEmpty }
  }

  private func lastPart(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  /// Small plots for the terminal, side by side: of one run both curves, of several those of the
  /// validation rows, or of the training rows where there are no others.
  var text: String {
    let plots = figures.map { figure -> [String] in
      let valid = runs.map { points($0, figure.valid) }
      let hasValidation = valid.contains { !$0.isEmpty }
      if runs.count == 1 {
        return TextPlot(
          title: figure.title,
          series: [("t", points(runs[0], figure.train)), ("v", valid[0])]
        ).lines
      }
      let curves = hasValidation ? valid : runs.map { points($0, figure.train) }
      return TextPlot(
        title: "\(hasValidation ? "validation" : "training") \(figure.title)",
        series: curves.enumerated().map {
          (Character(String(runMark($0.offset).suffix(1))), $0.element)
        }
      ).lines
    }.filter { !$0.isEmpty }
    guard let first = plots.first else { return "" }
    let legend = runs.count == 1 ? "t training rows, v validation rows, over epochs\n" : ""
    guard plots.count > 1 else { return first.map { $0 + "\n" }.joined() + legend }
    let width = first.map(\.count).max() ?? 0
    return zip(first, plots[1]).map { $0.padding(to: width + 2) + $1 + "\n" }.joined() + legend
  }
}
