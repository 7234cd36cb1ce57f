import Datasets
import JSON
import Kernels
import Lowering
import ModelFiles
import Reporting
import Source
import Training

extension RunCommand {
  /// Trains, evaluates on the test rows, and saves.
  func train(_ terminal: Terminal) throws -> RunReport {
    let found = try openData()
    let model = try trainedModel(found, terminal)
    let dataset = try found.adapted(to: model)
    let parts = try dataset.parts(splits.settings())
    try measures.require(parts.test)
    let folder = noSave ? nil : out ?? runFolder(for: self.model)
    // A run that could not be saved must not train for an hour first.
    if let folder { try SavedModel.probe(folder: folder) }

    let (network, trainer, test) = try prepare(model, on: parts, terminal)
    let runID = SavedModel.newRunID()
    func saved(_ history: [EpochRecord], _ score: Score? = nil) -> SavedModel {
      var saved = SavedModel(
        from: network, classNames: dataset.classNames, dataset: dataset.name, history: history,
        testScore: score, runID: runID)
      saved.table = dataset.trainedTable(parts)
      return saved
    }
    var progress = TrainingProgress(
      terminal, epochs: trainer.epochs, interval: model.settings.validationInterval)
    defer { progress.clear() }
    let result = try trainer.run { event in
      progress.report(event)
      if case .checkpoint(let checkpoint, let history) = event, let folder {
        _ = try saved(history).save(to: "\(folder)/checkpoints/\(checkpoint.name)")
      }
    }
    let score = try test.map(network.evaluate)
    var report = RunReport(
      training: result, test: score, parameters: network.parameterCount,
      seed: model.settings.seed, threads: threads.count, files: [])
    report.measures = try measures.measure(
      network, on: parts.test, loaded: test, classNames: dataset.classNames)
    if let folder {
      report.files = try saved(result.history, score).save(to: folder)
      report.files += ["history.csv", "summary.json"].map { "\(folder)/\($0)" }
      let summary = report.json.serialized(pretty: true) + "\n"
      try AtomicWrite.write(
        Array(HistoryTable(result.history).csv.utf8), to: "\(folder)/history.csv")
      try AtomicWrite.write(Array(summary.utf8), to: "\(folder)/summary.json")
    }
    return report
  }

  /// Trains a network for each fold, from the same first weights.
  func trainFolds(_ count: Int, _ terminal: Terminal) throws -> FoldReport {
    let found = try openData()
    let model = try trainedModel(found, terminal)
    let folds = try found.adapted(to: model).folds(count, splits.settings())
    var done: [FoldReport.Fold] = []
    for parts in folds {
      let (network, trainer, test) = try prepare(model, on: parts, terminal)
      var progress = TrainingProgress(terminal, epochs: trainer.epochs)
      defer { progress.clear() }
      let result = try trainer.run {
        // The epochs of many networks are too many lines to read.
        if case .step = $0 { progress.report($0) }
      }
      guard let score = try test.map(network.evaluate) else { continue }
      let fold = FoldReport.Fold(
        trainRows: parts.train.count, testRows: parts.test?.count ?? 0, score: score,
        epochs: result.history)
      done.append(fold)
      progress.clear()
      if terminal.isInteractive {
        terminal.note(FoldReport.line(fold, number: done.count, of: count) + "\n")
      }
    }
    return FoldReport(done, seed: model.settings.seed, threads: threads.count)
  }

  /// The model with what the command line changes of it.
  private func trainedModel(_ dataset: Dataset, _ terminal: Terminal) throws -> Model {
    var model = try readModel(self.model, settings, data: data.facts(dataset), terminal)
    if let steps { model.settings.length.steps = steps }
    return model
  }

  /// A network and its trainer, and the test rows.
  private func prepare(
    _ model: Model, on parts: Parts, _ terminal: Terminal
  ) throws -> (network: Network, trainer: Trainer, test: LoadedRows?) {
    var model = model
    model.classCounts = parts.train.classCounts
    let batch = Trainer.rowsOfBatch(model.settings.batch, trainingRows: parts.train.count)
    let network = try Network(
      model, level: optimization.level, disabling: optimization.disabled, threads: threads.count,
      trainingRows: batch, budget: budget.budget)
    if let from { try start(network, from: from, terminal) }
    let test = parts.test.map { LoadedRows($0) }
    let validatesOnTest = try splits.settings().validation == .test
    let validation = validatesOnTest ? test : parts.validation.map { LoadedRows($0) }
    let trainer = try Trainer(
      network, rows: LoadedRows(parts.train), validation: validation, fitsScaling: from == nil)
    return (network, trainer, test)
  }

  /// Gives a network the weights of a saved one, whose layers must be the same.
  private func start(_ network: Network, from path: String, _ terminal: Terminal) throws {
    let (saved, warnings) = try SavedModel.load(path)
    if !warnings.isEmpty {
      terminal.note(DiagnosticRenderer(hasColor: terminal.hasColor).text(warnings))
    }
    try saved.restore(into: network.states)
  }
}

extension Checkpoint {
  /// The name of its folder.
  fileprivate var name: String {
    switch self {
    case .best: "best"
    case .epoch(let number):
      "epoch-" + String(repeating: "0", count: max(0, 4 - String(number).count)) + String(number)
    }
  }
}
