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
  func train(_ path: String, _ terminal: Terminal) throws -> RunReport {
    let found = try openData()
    let model = try trainedModel(path, found, terminal)
    let dataset = try found.adapted(to: model)
    let parts = try dataset.parts(splits.settings())
    try measures.require(parts.test)
    let folder = noSave ? nil : out ?? runFolder(for: path)
    // A run that could not be saved must not train for an hour first.
    if let folder { try SavedModel.probe(folder: folder) }

    let (network, trainer, test) = try prepare(model, on: parts, terminal)
    return try TrainingRun(
      dataset: dataset, parts: parts, network: network, trainer: trainer, test: test,
      folder: folder, runID: SavedModel.newRunID(), data: record(of: parts, for: model),
      measures: measures
    ).train(terminal)
  }

  /// What is saved of the rows.
  func record(of parts: Parts, for model: Model) -> TrainingData {
    let checkpoints = model.settings.checkpoints
    return TrainingData(
      options: data.given.merging(splits.given) { $1 }, parts,
      areRemembered: checkpoints.interval != nil || checkpoints.best != nil)
  }

  /// Trains a network for each fold, from the same first weights.
  func trainFolds(_ count: Int, _ path: String, _ terminal: Terminal) throws -> FoldReport {
    let found = try openData()
    let model = try trainedModel(path, found, terminal)
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
  private func trainedModel(
    _ path: String, _ dataset: Dataset, _ terminal: Terminal
  ) throws -> Model {
    var model = try readModel(path, settings, data: data.facts(dataset), terminal)
    if let steps { model.settings.length.steps = steps }
    return model
  }

  /// A network and its trainer, and the test rows; a run that is resumed goes on as `saved` says.
  func prepare(
    _ model: Model, on parts: Parts, resuming saved: SavedModel? = nil, _ terminal: Terminal
  ) throws -> (network: Network, trainer: Trainer, test: LoadedRows?) {
    var model = model
    model.classCounts = parts.train.classCounts
    let batch = Trainer.rowsOfBatch(model.settings.batch, trainingRows: parts.train.count)
    let network = try Network(
      model, level: saved?.level ?? optimization.level, disabling: optimization.disabled,
      threads: threads.threads ?? saved?.environment.threads ?? threads.count, trainingRows: batch,
      evaluationRows: saved?.evaluationRows ?? Network.defaultEvaluationRows,
      budget: budget.budget)
    if let from { try start(network, from: from, terminal) }
    let test = parts.test.map { LoadedRows($0) }
    let validatesOnTest = try splits.settings().validation == .test
    let validation = validatesOnTest ? test : parts.validation.map { LoadedRows($0) }
    let trainer = try Trainer(
      network, rows: LoadedRows(parts.train), validation: validation,
      fitsScaling: from == nil && saved == nil)
    return (network, trainer, test)
  }

  /// Gives a network the weights of a saved one, whose layers must be the same.
  private func start(_ network: Network, from path: String, _ terminal: Terminal) throws {
    let (saved, warnings) = try SavedModel.load(path)
    terminal.show(warnings)
    try saved.restore(into: network.states)
  }
}
