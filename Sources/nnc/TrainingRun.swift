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
  /// The model whose weights training began with.
  let start: StartingWeights?
  /// The numbers of the training rows.
  let inputRange: InputRange
  let measures: MeasureOptions
  /// Whether it writes logs for TensorBoard.
  let isLogged: Bool

  /// Trains, from the beginning or from where training was interrupted; evaluates on the test rows,
  /// and saves. Of runs that save checkpoints, one at a time works in a folder.
  func train(from state: TrainingState? = nil, _ terminal: Terminal) throws -> RunReport {
    guard let folder, !network.model.settings.checkpoints.isEmpty else {
      return try trainAlone(from: state, terminal)
    }
    return try FolderLock.holding(folder) { try trainAlone(from: state, terminal) }
  }

  private func trainAlone(
    from state: TrainingState?, _ terminal: Terminal
  ) throws -> RunReport {
    let settings = network.model.settings
    // The logs of an earlier run in the folder would be drawn beside this one's.
    if let folder, state == nil { try TensorBoardLogs.remove(from: folder) }
    var logs = try folder.flatMap { folder in
      isLogged
        ? try TensorBoardLogs(
          in: folder, validates: trainer.validates, history: state?.history ?? []) : nil
    }
    let result = try train(from: state, settings, &logs, terminal)
    terminal.show(result.warnings)
    let score = try test.map(network.evaluate)
    var report = RunReport(
      training: result, test: score, testRows: test?.count, parameters: network.parameterCount,
      seed: settings.seed, threads: network.team.workers, files: [])
    report.measures = try measures.measure(
      network, on: parts.test, loaded: test, classNames: dataset.classNames)
    if let folder {
      report.files = try saved(result.history, score).save(to: folder)
      report.files += ["history.csv", "summary.json"].map { "\(folder)/\($0)" }
      report.files += logs?.paths ?? []
      let summary = report.json.serialized(pretty: true) + "\n"
      try AtomicWrite.write(
        Array(HistoryTable(result.history).csv.utf8), to: "\(folder)/history.csv")
      try AtomicWrite.write(Array(summary.utf8), to: "\(folder)/summary.json")
    }
    return report
  }

  /// Trains and saves the checkpoints. Once there is one, a signal that ends the process tells how to
  /// go on.
  private func train(
    from state: TrainingState?, _ settings: Settings, _ logs: inout TensorBoardLogs?,
    _ terminal: Terminal
  ) throws -> TrainingResult {
    var progress = TrainingProgress(
      terminal, epochs: trainer.epochs, interval: settings.validationInterval)
    var kept: [String]?
    var hasCheckpoint = false
    defer {
      progress.clear()
      Interruption.announce("")
    }
    do {
      return try trainer.run(from: state) { event in
        progress.report(event)
        guard let folder else { return }
        switch event {
        case .checkpoint(let checkpoint, let state):
          var saved = saved(state.history)
          saved.training = state
          _ = try saved.save(to: "\(folder)/checkpoints/\(checkpoint.name)")
          hasCheckpoint = true
          Interruption.announce("\ngo on with: nnc run --resume \(printable(shellWord(folder)))\n")
        case .diverged(let result):
          kept = try save(result, to: folder) + (hasCheckpoint ? ["\(folder)/checkpoints"] : [])
        case .epoch(let record): try logs?.add(record)
        case .step: break
        }
      }
    } catch let error as InputError {
      guard let kept else { throw error }
      throw error.adding(
        help: kept.isEmpty
          ? "nothing was saved: no epoch was done"
          : "saved what there was before: \(printable(listText(ofFiles: kept)))")
    }
  }

  /// Saves what is left of training that diverged: the history, and where the model says when to stop
  /// early, the best epoch's weights. Without a summary it is no finished run.
  private func save(_ result: TrainingResult, to folder: String) throws -> [String] {
    guard !result.history.isEmpty else { return [] }
    try AtomicWrite.remove("\(folder)/summary.json")
    let files = result.kept == nil ? [] : try saved(result.history).save(to: folder)
    let history = "\(folder)/history.csv"
    try AtomicWrite.write(Array(HistoryTable(result.history).csv.utf8), to: history)
    return files + [history]
  }

  /// The model as it is now.
  private func saved(_ history: [EpochRecord], _ score: Score? = nil) -> SavedModel {
    var saved = SavedModel(
      from: network, classNames: dataset.classNames, dataset: dataset.name, history: history,
      testScore: score, runID: runID)
    saved.table = dataset.trainedTable(parts)
    saved.data = data
    saved.inputRange = inputRange
    saved.start = start
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
