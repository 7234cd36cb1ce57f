import ArgumentParser
import Datasets
import Kernels
import Lowering
import ModelFiles
import Reporting
import Source
import Training

extension RunCommand {
  /// Goes on with a run that was interrupted.
  ///
  /// - Throws: E0510 for a run that has finished; E0511 to E0515 for one that cannot go on as was
  ///   asked, or on these rows.
  func resumeRun(at path: String, _ terminal: Terminal) throws -> RunReport {
    let run = try ResumableRun(at: path)
    let saved = run.checkpoint
    terminal.show(run.warnings)
    guard let record = saved.data else {
      throw InputError(
        "E0440", "the checkpoint does not say what data it is of", in: path,
        help: ["--from trains on from its weights"])
    }
    var model = saved.model
    model.settings.length = try Trainer.extendedLength(
      of: model, epochs: settings.epochs, steps: steps, trainingRows: record.trainRows)
    try run.requireUnfinished(
      for: model.settings.length,
      stepsPerEpoch: Trainer.stepsPerEpoch(model.settings.batch, trainingRows: record.trainRows))
    let command = try choosing(record)
    let dataset = try command.openData(terminal).adapted(to: model)
    let parts = try dataset.parts(command.splits.settings())
    try record.check(parts)
    try measures.require(parts.test, of: model)
    try SavedModel.probe(folder: run.folder)

    let (network, trainer, test) = try command.prepare(
      model, on: parts, resuming: saved, terminal)
    let state = try saved.resume(network)
    do throws(InputError) { try trainer.check(resuming: state) } catch { throw run.advised(error) }
    terminal.show(Self.warnings(saved.environment, threads: network.team.workers))
    let next =
      state.epoch < trainer.epochs ? "at epoch \(state.epoch + 1)" : "behind epoch \(state.epoch)"
    terminal.note("resuming \(printable(run.folder)) \(next) of \(trainer.epochs)\n")
    return try TrainingRun(
      dataset: dataset, parts: parts, network: network, trainer: trainer, test: test,
      folder: run.folder, runID: saved.runID,
      data: command.record(of: parts, in: dataset, for: model), start: saved.start,
      inputRange: InputRange(of: parts.train), measures: measures,
      isLogged: isLogged || TensorBoardLogs.exist(in: run.folder)
    ).train(from: state, terminal)
  }

  /// Refuses what would contradict the checkpoint.
  func requireNoContradiction() throws {
    let fixed =
      [
        ("--from", from != nil), ("--out", out != nil), ("--no-save", noSave),
        ("--folds", folds != nil), ("--input", settings.input != nil),
        ("--seed", settings.seed != nil), ("--batch", settings.batch != nil),
        ("--set", !settings.set.isEmpty), (optimization.option ?? "", optimization.option != nil),
      ] + splits.given.keys.sorted().map { ("--\($0)", true) }
      + data.given.keys.sorted().filter { !Self.movable.contains($0) }.map { ("--\($0)", true) }
    if model != nil {
      throw ValidationError("--resume takes the model from the checkpoint; leave the model out")
    }
    if let (option, _) = fixed.first(where: \.1) {
      throw ValidationError("\(option) cannot be given with --resume: the run goes on as it began")
    }
  }

  /// The options of data that may change, since they only say where it is.
  private static let movable = ["data", "data-dir"]

  /// The command with the data that a checkpoint is of.
  private func choosing(_ record: TrainingData) throws -> RunCommand {
    var command = self
    command.data = try DataOptions(recordedIn: record)
    command.splits = try SplitOptions(recordedIn: record)
    if let source = data.data { command.data.data = source }
    if let folder = data.dataDir { command.data.dataDir = folder }
    return command
  }

  /// What may make the last bits differ from those of a run that was not interrupted.
  private static func warnings(
    _ before: SavedModel.Environment, threads: Int
  ) -> [Diagnostic] {
    let changes = [
      ("nnc", before.version, Version.current), ("library of products", before.blas, BLAS.version),
      ("processor family", before.blasCore, BLAS.coreName),
      ("number of threads", String(before.threads), String(threads)),
    ]
    return changes.filter { $0.1 != $0.2 }.map { name, old, new in
      Diagnostic(
        .warning, code: "W0502",
        "the \(name) is \(new), and was \(old) when training began: the last bits of the result may "
          + "differ from those of a run that was never interrupted")
    }
  }
}

extension Terminal {
  /// Shows diagnostics on standard error, if there are any.
  func show(_ diagnostics: [Diagnostic]) {
    guard !diagnostics.isEmpty else { return }
    note(DiagnosticRenderer(hasColor: hasColor).text(diagnostics))
  }
}
