import Datasets
import JSON
import Kernels
import Lowering
import ModelFiles
import Reporting
import Source
import Training

/// A network with the rows that it is trained, validated and tested on, and where it is saved.
struct TrainingRun {
  let dataset: Dataset
  let parts: Parts
  let network: Network
  let trainer: Trainer
  let test: LoadedRows?
  /// Where the run is saved; nil for nowhere.
  let folder: String?
  let runID: String
  /// What is recorded of the rows.
  let data: TrainingData
  let measures: MeasureOptions

  /// Trains, from the beginning or from where training was interrupted; evaluates on the test rows,
  /// and saves.
  func train(from state: TrainingState? = nil, _ terminal: Terminal) throws -> RunReport {
    let settings = network.model.settings
    var progress = TrainingProgress(
      terminal, epochs: trainer.epochs, interval: settings.validationInterval)
    defer { progress.clear() }
    let result = try trainer.run(from: state) { event in
      progress.report(event)
      if case .checkpoint(let checkpoint, let state) = event, let folder {
        var saved = saved(state.history)
        saved.training = state
        _ = try saved.save(to: "\(folder)/checkpoints/\(checkpoint.name)")
      }
    }
    let score = try test.map(network.evaluate)
    var report = RunReport(
      training: result, test: score, parameters: network.parameterCount, seed: settings.seed,
      threads: network.team.workers, files: [])
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

  /// The model as it is now.
  private func saved(_ history: [EpochRecord], _ score: Score? = nil) -> SavedModel {
    var saved = SavedModel(
      from: network, classNames: dataset.classNames, dataset: dataset.name, history: history,
      testScore: score, runID: runID)
    saved.table = dataset.trainedTable(parts)
    saved.data = data
    return saved
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
