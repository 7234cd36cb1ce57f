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
    let found = try openData(terminal)
    let model = try readModel(path, settings, steps: steps, data: data.facts(found), terminal)
    let start = try from.map { try StartingModel($0, terminal) }
    let dataset = try found.adapted(to: model)
    try start?.check(dataset, for: model)
    let parts = try dataset.parts(splits.settings())
    try splits.requireEffect(on: parts, of: dataset)
    terminal.show(start?.warnings(about: parts.train) ?? [])
    try measures.require(parts.test, of: model)
    let (network, trainer, test) = try prepare(model, on: parts, from: start, terminal)
    let folder = noSave ? nil : out ?? runFolder(for: path)
    // A run that could not be saved must not train for an hour first.
    if let folder { try prepareFolder(folder) }
    terminal.show(ineffectiveSettings(of: model, trainer, parts))
    if let folder, try SavedModel.removeCheckpoints(ofRun: folder) {
      terminal.note("removed the checkpoints of an earlier run from \(printable(folder))\n")
    }
    return try TrainingRun(
      dataset: dataset, parts: parts, network: network, trainer: trainer, test: test,
      folder: folder, runID: SavedModel.newRunID(),
      data: record(of: parts, in: dataset, for: model), start: start?.record,
      inputRange: InputRange(of: parts.train), measures: measures, isLogged: isLogged
    ).train(terminal)
  }

  /// Proves that a run can be saved in a folder, and that no other one is lost by that. A trial of a
  /// search that was killed is begun anew.
  private func prepareFolder(_ folder: String) throws {
    try SavedModel.probe(folder: folder)
    guard !TrialProcess.isThisProcess else { return }
    try SavedModel.requireNoInterruptedRun(in: folder)
  }

  /// What is saved of the rows. They are remembered where they are to be known again: to go on with
  /// training, or to test on those that training left out.
  func record(of parts: Parts, in dataset: Dataset, for model: Model) -> TrainingData {
    TrainingData(
      options: data.given.merging(splits.given) { $1 }, parts,
      areRemembered: !model.settings.checkpoints.isEmpty || dataset.test == nil
        || data.limit != nil)
  }

  /// A network and its trainer, and the test rows; a run that is resumed goes on as `saved` says.
  func prepare(
    _ model: Model, on parts: Parts, from start: StartingModel? = nil,
    resuming saved: SavedModel? = nil, _ terminal: Terminal
  ) throws -> (network: Network, trainer: Trainer, test: LoadedRows?) {
    var model = model
    model.classCounts = parts.train.classCounts
    var bar = ProgressBar(terminal)
    defer { bar.clear() }
    if model.layers.count >= Self.manyLayers { bar.draw(compiling: model.layers.count) }
    let batch = Trainer.rowsOfBatch(model.settings.batch, trainingRows: parts.train.count)
    let network = try Network(
      model, level: saved?.level ?? optimization.level, disabling: optimization.disabled,
      threads: threads.threads ?? saved?.environment.threads ?? threads.count, trainingRows: batch,
      evaluationRows: saved?.evaluationRows ?? Network.defaultEvaluationRows,
      budget: budget.budget)
    try start?.restore(into: network)
    let test = parts.test.map { LoadedRows($0) }
    let validatesOnTest = try splits.settings().validation == .test
    let validation = validatesOnTest ? test : parts.validation.map { LoadedRows($0) }
    let trainer = try Trainer(
      network, rows: LoadedRows(parts.train), validation: validation,
      fitsScaling: start == nil && saved == nil)
    return (network, trainer, test)
  }

  /// So many layers take a while to compile.
  private static let manyLayers = 1000
}
