import ArgumentParser
import Datasets
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

  @OptionGroup var level: LevelOption
  @OptionGroup var data: DataOptions
  @OptionGroup var settings: SettingOptions
  @OptionGroup var threads: ThreadsOption
  @OptionGroup var budget: BudgetOption
  @OptionGroup var format: FormatOption

  func validate() throws {
    if let steps, steps < 1 { throw ValidationError("--steps must be at least 1") }
    if noSave, out != nil { throw ValidationError("--out and --no-save exclude each other") }
    let trains = [
      ("--valid", valid != nil), ("--steps", steps != nil), ("--out", out != nil),
      ("--no-save", noSave), ("--input", settings.input != nil), ("--seed", settings.seed != nil),
      ("--epochs", settings.epochs != nil), ("--batch", settings.batch != nil),
      ("-\(level.level)", level.level != .O2), ("--max-memory", budget.maxMemory != nil),
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
    let found = try openData()
    let model = try readModel(self.model, settings, data: data.facts(found), terminal)
    let dataset = found.adapted(to: model)
    let split = try valid.map { try ValidationSplit(parsing: $0) } ?? dataset.defaultValidation
    let parts = try dataset.split(split)
    let folder = noSave ? nil : out ?? runFolder(for: self.model)
    // A run that could not be saved must not train for an hour first.
    if let folder { try SavedModel.probe(folder: folder) }

    let batch = Trainer.rowsOfBatch(model.settings.batch, trainingRows: parts.train.count)
    let network = try Network(
      model, level: level.optimization, threads: threads.count, trainingRows: batch,
      budget: budget.budget)
    let test = dataset.test.map { LoadedRows($0) }
    let validation = split == .test ? test : parts.validation.map { LoadedRows($0) }
    let trainer = try Trainer(
      network, rows: LoadedRows(parts.train), validation: validation,
      epochs: model.settings.epochs, stepLimit: steps)
    var progress = TrainingProgress(terminal, epochs: model.settings.epochs)
    defer { progress.clear() }
    let history = try trainer.run { progress.report($0) }
    let score = try test.map(network.evaluate)

    var files: [String] = []
    if let folder {
      files = try SavedModel(
        from: network, classNames: dataset.classNames, dataset: dataset.name, history: history,
        testScore: score
      ).save(to: folder)
    }
    return RunReport(
      epochs: history, test: score, parameters: network.parameterCount,
      seed: model.settings.seed, threads: threads.count, files: files)
  }

  private func evaluate(_ terminal: Terminal) throws -> RunReport {
    let found = try openData()
    let (saved, network) = try loadNetwork(
      self.model, data: data.facts(found), threads: threads.threads, terminal)
    let dataset = found.adapted(to: network.model)
    guard let test = dataset.test else {
      throw InputError(
        Diagnostic(
          code: "E0704", "data set '\(dataset.name)' has no test rows to evaluate on",
          at: .file(dataset.folder)))
    }
    let score = try network.evaluate(LoadedRows(test))
    return RunReport(
      epochs: [], test: score, parameters: network.parameterCount,
      seed: saved.model.settings.seed, threads: network.team.workers, files: [])
  }
}
