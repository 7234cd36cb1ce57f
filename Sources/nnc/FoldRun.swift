import Datasets
import JSON
import Lowering
import ModelFiles
import Reporting
import Source
import Training

/// `nnc run --folds`: a network for each fold, all from the same first weights.
struct FoldRun {
  let command: RunCommand
  let count: Int

  /// Trains the networks, and saves what they came to, but none of them.
  func train(_ path: String, _ terminal: Terminal) throws -> FoldReport {
    let found = try command.openData(terminal)
    let model = try readModel(
      path, command.settings, steps: command.steps, data: command.data.facts(found), terminal)
    let dataset = try found.adapted(to: model)
    let folds = try dataset.folds(count, command.splits.settings())
    try command.splits.requireDraws(from: dataset)
    let folder = command.noSave ? nil : command.out ?? runFolder(for: path)
    var report = FoldReport(seed: model.settings.seed, threads: command.threads.count)
    for (index, parts) in folds.enumerated() {
      let (network, trainer, test) = try command.prepare(model, on: parts, terminal)
      if index == 0 {
        terminal.show(command.ineffectiveSettings(of: model, trainer, parts))
        if let folder { try AtomicWrite.probeWritable(folder: folder) }
      }
      guard let test else { continue }
      var progress = TrainingProgress(terminal, epochs: trainer.epochs)
      defer { progress.clear() }
      let result: TrainingResult
      do {
        result = try trainer.run {
          // The epochs of many networks are too many lines to read.
          if case .step = $0 { progress.report($0) }
        }
      } catch let error as InputError {
        throw error.adding(help: "this was fold \(index + 1) of \(count)")
      }
      report.folds.append(
        FoldReport.Fold(
          trainRows: parts.train.count, validationRows: parts.validation?.count ?? 0,
          testRows: test.count, score: try network.evaluate(test), training: result))
      progress.clear()
      terminal.show(result.warnings)
      if terminal.isInteractive { terminal.note(report.line(index, of: count) + "\n") }
      // What is done stays when a later fold fails.
      if let folder {
        try AtomicWrite.write(Array(report.csv.utf8), to: "\(folder)/folds.csv")
        try AtomicWrite.write(Array(report.historyCSV.utf8), to: "\(folder)/history.csv")
      }
    }
    if let folder {
      report.files = ["folds.csv", "history.csv", "summary.json"].map { "\(folder)/\($0)" }
      let summary = report.json.serialized(pretty: true) + "\n"
      try AtomicWrite.write(Array(summary.utf8), to: "\(folder)/summary.json")
    }
    return report
  }
}
