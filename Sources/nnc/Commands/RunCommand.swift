import ArgumentParser
import Datasets
import JSON
import Kernels
import Lowering
import ModelFiles
import Reporting
import Source
import Training

/// `nnc run`.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Trains a model, or evaluates a saved one.",
    discussion: """
      A .nn file is trained, evaluated on the test rows and saved. A saved model (model.json, or
      its folder) is evaluated on the test rows.

      Example:
        nnc run models/fashion.nn --data fashion --out runs/fashion
        nnc run runs/fashion/model.json --data fashion
      """)

  @Argument(help: "The model: a .nn file, or a saved model.json.")
  var model: String

  @Option(help: "Validation rows: a number or a fraction of the training rows, test, or none.")
  var valid: String?

  @Option(parsing: .unconditional, help: "End training after so many steps.")
  var steps: Int?

  @Option(help: "The folder to save the trained model in (default: runs/MODEL-TIME).")
  var out: String?

  @Flag(help: "Save nothing.")
  var noSave = false

  @OptionGroup var optimization: OptimizationOptions
  @OptionGroup var data: DataOptions
  @OptionGroup var settings: SettingOptions
  @OptionGroup var threads: ThreadsOption
  @OptionGroup var budget: BudgetOption
  @OptionGroup var format: FormatOption

  func validate() throws {
    if let steps, steps < 1 { throw ValidationError("--steps must be at least 1") }
    if noSave, out != nil { throw ValidationError("--out and --no-save exclude each other") }
    if !optimization.disable.isEmpty, !noSave, !isSavedModel(model) {
      throw ValidationError("a saved model does not record --disable; add --no-save")
    }
    let trains = [
      ("--valid", valid != nil), ("--steps", steps != nil), ("--out", out != nil),
      ("--no-save", noSave), ("--input", settings.input != nil), ("--seed", settings.seed != nil),
      ("--epochs", settings.epochs != nil), ("--batch", settings.batch != nil),
      ("--set", !settings.set.isEmpty),
      (optimization.option ?? "", optimization.option != nil),
      ("--max-memory", budget.maxMemory != nil),
    ]
    if isSavedModel(model), let (option, _) = trains.first(where: \.1) {
      throw ValidationError("\(option) is for training; a saved model is only evaluated")
    }
  }

  func run() throws {
    let terminal = Terminal(environment: environment)
    let report = isSavedModel(model) ? try evaluate(terminal) : try train(terminal)
    if let loss = report.test?.loss, !loss.isFinite {
      terminal.note(DiagnosticRenderer(hasColor: terminal.hasColor).text([Self.overflow]))
    }
    try format.write(report.text, report.json, to: terminal)
  }

  /// Finite weights can still overflow on the way through a network.
  private static let overflow = Diagnostic(
    .warning, code: "W0501",
    "the loss on the test rows is not a finite number: the model is of no use",
    help: ["train for longer, with a lower learning rate, or with fewer layers"])

  private func openData() throws -> Dataset {
    guard let dataset = try data.open() else {
      throw InputError(
        Diagnostic(
          code: "E0703", "'run' needs data",
          help: ["add --data fashion, or --data FOLDER with IDX files of your own"]))
    }
    return dataset
  }

  private func train(_ terminal: Terminal) throws -> RunReport {
    let dataset = try openData()
    var model = try readModel(self.model, settings, data: data.facts(dataset), terminal)
    if let steps { model.settings.length.steps = steps }
    let split = try valid.map { try ValidationSplit(parsing: $0) } ?? dataset.defaultValidation
    let parts = try dataset.split(split)
    model.classCounts = parts.train.classCounts
    let folder = noSave ? nil : out ?? runFolder(for: self.model)
    // A run that could not be saved must not train for an hour first.
    if let folder { try SavedModel.probe(folder: folder) }

    let batch = Trainer.rowsOfBatch(model.settings.batch, trainingRows: parts.train.count)
    let network = try Network(
      model, level: optimization.level, disabling: optimization.disabled, threads: threads.count,
      trainingRows: batch, budget: budget.budget)
    let test = dataset.test.map { LoadedRows($0) }
    let validation = split == .test ? test : parts.validation.map { LoadedRows($0) }
    let trainer = try Trainer(network, rows: LoadedRows(parts.train), validation: validation)
    let runID = SavedModel.newRunID()
    func saved(_ history: [EpochRecord], _ score: Score? = nil) -> SavedModel {
      SavedModel(
        from: network, classNames: dataset.classNames, dataset: dataset.name, history: history,
        testScore: score, runID: runID)
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

  private func evaluate(_ terminal: Terminal) throws -> RunReport {
    let dataset = try openData()
    let (saved, network) = try loadNetwork(
      self.model, data: data.facts(dataset), threads: threads.threads, terminal)
    guard let test = dataset.test else {
      throw InputError(
        Diagnostic(
          code: "E0704", "data set '\(dataset.name)' has no test rows to evaluate on",
          at: .file(dataset.folder)))
    }
    let score = try network.evaluate(LoadedRows(test))
    return RunReport(
      test: score, parameters: network.parameterCount,
      seed: saved.model.settings.seed, threads: network.team.workers, files: [])
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
