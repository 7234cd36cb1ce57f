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

extension TestedModel {
  /// Refuses models whose answers cannot be held against each other.
  ///
  /// - Throws: E0732 for other inputs, other classes, or other rows.
  fileprivate func check(
    isComparableWith other: TestedModel, _ path: String, _ otherPath: String
  ) throws(InputError) {
    func refuse(_ what: String, _ mine: String, _ theirs: String) -> InputError {
      InputError(
        Diagnostic(
          code: "E0732", "the models cannot be compared: they \(what)", at: .file(otherPath),
          help: ["'\(printable(path))' \(mine), '\(printable(otherPath))' \(theirs)"]))
    }
    func sizes(_ model: Model) -> String {
      model.inputShape.map(String.init).joined(separator: "x")
    }
    func answers(_ saved: SavedModel) -> String {
      let model = saved.model
      guard model.head != .linear else { return "gives \(model.outputCount) plain numbers" }
      let names = saved.classNames.prefix(4).map { printable($0) }.joined(separator: ", ")
      let rest = saved.classNames.count > 4 ? ", …" : ""
      return "tells \(max(model.outputCount, 2)) classes apart"
        + (names.isEmpty ? "" : " (\(names)\(rest))")
    }
    let (mine, theirs) = (saved.model, other.saved.model)
    guard mine.inputShape.reduce(1, *) == theirs.inputShape.reduce(1, *) else {
      throw refuse("take other rows", "takes \(sizes(mine))", "takes \(sizes(theirs))")
    }
    let counts = [mine, theirs].map { $0.head == .linear ? $0.outputCount : max($0.outputCount, 2) }
    let areAlike = (mine.head == .linear) == (theirs.head == .linear)
    let haveNames = !saved.classNames.isEmpty && !other.saved.classNames.isEmpty
    guard areAlike, counts[0] == counts[1],
      !haveNames || saved.classNames == other.saved.classNames
    else { throw refuse("answer differently", answers(saved), answers(other.saved)) }
    guard rows.isSame(as: other.rows) else {
      throw refuse(
        "were split from their table differently, so that their test rows are not the same",
        "has \(rows.count) test rows", "has \(other.rows.count)")
    }
  }
}

extension Rows {
  /// Whether rows of the same data are the same ones.
  fileprivate func isSame(as other: Rows) -> Bool {
    labels == other.labels && elementsPerRow == other.elementsPerRow
      && (0..<count).allSatisfy { row in
        element(0, ofRow: row) == other.element(0, ofRow: row)
          && element(elementsPerRow - 1, ofRow: row)
            == other.element(elementsPerRow - 1, ofRow: row)
      }
  }
}
