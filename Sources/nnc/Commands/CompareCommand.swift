import ArgumentParser
import Datasets
import Lowering
import ModelFiles
import Operators
import Reporting
import Source
import Training

/// `nnc compare`.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Shows runs of training side by side: settings, figures, curves.",
    discussion: """
      A run is a folder that 'nnc run --out' wrote. With --data the runs' models are tested on the
      same rows. One run alone shows its curves.

      Example:
        nnc compare runs/fashion
        nnc compare runs/plain runs/dropout --plot curves.svg
        nnc compare runs/plain runs/dropout --data fashion
      """)

  @Argument(help: "The runs' folders.")
  var runs: [String]

  @Option(help: ArgumentHelp("Draw the curves into this .svg or .html file.", valueName: "file"))
  var plot: String?

  @OptionGroup var data: DataOptions
  @OptionGroup var threads: ThreadsOption
  @OptionGroup var format: FormatOption

  func validate() throws {
    if let plot, ![".svg", ".html"].contains(where: plot.lowercased().hasSuffix) {
      throw ValidationError("--plot writes a file that ends in .svg or .html")
    }
    if data.data != nil, runs.count < 2 {
      throw ValidationError("--data compares what models say of the same rows: name two runs")
    }
    let others = data.given.keys.sorted() + (threads.threads == nil ? [] : ["threads"])
    if data.data == nil, let option = others.first {
      throw ValidationError("--\(option) has an effect only with --data")
    }
  }

  func run() throws {
    let terminal = Terminal(environment: environment)
    try refuse("--plot", plot, overwriting: runs, data: data.data)
    let runs = try runs.map { path in
      let folder = try RunFolder(reading: path)
      let summary = folder.summary
      return TrainedRun(
        name: path, layers: folder.layers, settings: folder.settings,
        history: try HistoryTable(reading: folder.history).history, parameters: summary.parameters,
        test: summary.testLoss.map { Score(loss: $0, accuracy: summary.testAccuracy) },
        keptEpoch: summary.keptEpoch)
    }
    let answers = data.data == nil ? nil : try self.answers(terminal)
    let comparison = RunComparison(runs, answers: answers)
    if let plot { try draw(comparison, to: plot, terminal) }
    try format.write(comparison.text, comparison.json, to: terminal)
  }

  private func draw(_ comparison: RunComparison, to path: String, _ terminal: Terminal) throws {
    let picture = path.lowercased().hasSuffix(".svg") ? comparison.svg : comparison.html
    guard let picture else {
      throw InputError(
        Diagnostic(code: "E0720", "none of the runs has an epoch, so there is nothing to draw"))
    }
    try AtomicWrite.write(Array(picture.utf8), to: path)
    terminal.note("saved \(printable(path))\n")
  }

  /// Tests every run's model on the same rows.
  private func answers(_ terminal: Terminal) throws -> AnswerComparison {
    let models = try runs.map { path in
      try TestedModel(path, data, threads: threads.threads, terminal)
    }
    for (path, model) in zip(runs, models).dropFirst() {
      try models[0].check(isComparableWith: model, runs[0], path)
    }
    let answers = try models.map { model in
      let loaded = LoadedRows(model.rows)
      let outputs = try model.network.predict(loaded)
      return AnswerComparison.Answers(
        loss: try model.network.evaluate(loaded).loss,
        measures: try model.rows.measures(of: outputs, by: model.network.model),
        classes: model.network.model.head == .linear ? [] : outputs.map { predictedClass($0) })
    }
    let labels = answers.contains { $0.classes.isEmpty } ? [] : models[0].rows.classes
    return AnswerComparison(
      answers, labels: labels.map(Int.init), rows: models[0].rows.count,
      dataset: models[0].dataset.name)
  }
}
