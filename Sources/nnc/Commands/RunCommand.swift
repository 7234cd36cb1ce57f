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
      its folder) is evaluated on the test rows, or on all rows of another table than the one it
      was trained on.

      Example:
        nnc run models/fashion.nn --data fashion --out runs/fashion
        nnc run runs/fashion/model.json --data fashion
        nnc run quality.nn --data wine.csv --label quality --folds 5
      """)

  @Argument(help: "The model: a .nn file, or a saved model.json.")
  var model: String

  @Option(parsing: .unconditional, help: "End training after so many steps.")
  var steps: Int?

  @Option(help: "The folder to save the trained model in (default: runs/MODEL-TIME).")
  var out: String?

  @Flag(help: "Save nothing.")
  var noSave = false

  @Option(
    parsing: .unconditional,
    help: "Train this many networks, each tested on another part of the training rows.")
  var folds: Int?

  @OptionGroup var splits: SplitOptions
  @OptionGroup var level: LevelOption
  @OptionGroup var data: DataOptions
  @OptionGroup var settings: SettingOptions
  @OptionGroup var threads: ThreadsOption
  @OptionGroup var budget: BudgetOption
  @OptionGroup var format: FormatOption

  func validate() throws {
    if let steps, steps < 1 { throw ValidationError("--steps must be at least 1") }
    if noSave, out != nil { throw ValidationError("--out and --no-save exclude each other") }
    if let folds {
      if folds < 2 { throw ValidationError("--folds must be at least 2") }
      if out != nil { throw ValidationError("--folds saves no network; leave --out out") }
      if splits.test != nil {
        throw ValidationError("--folds tests each network on a fold; leave --test out")
      }
    }
    let trains = [
      ("--valid", splits.valid != nil), ("--test", splits.test != nil),
      ("--split", splits.split != nil), ("--split-seed", splits.splitSeed != nil),
      ("--folds", folds != nil), ("--steps", steps != nil), ("--out", out != nil),
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
    if let folds {
      let report = try trainFolds(folds, terminal)
      return try format.write(report.text, report.json, to: terminal)
    }
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

  private func openData(for model: TrainedTable? = nil) throws -> Dataset {
    guard let dataset = try data.open(for: model) else {
      throw InputError(
        Diagnostic(
          code: "E0703", "'run' needs data",
          help: ["add --data fashion, or --data FILE.csv or FOLDER of your own"]))
    }
    return dataset
  }

  private func train(_ terminal: Terminal) throws -> RunReport {
    let found = try openData()
    let model = try readModel(self.model, settings, data: data.facts(found), terminal)
    let dataset = try found.adapted(to: model)
    let parts = try dataset.parts(splits.settings())
    let folder = noSave ? nil : out ?? runFolder(for: self.model)
    // A run that could not be saved must not train for an hour first.
    if let folder { try SavedModel.probe(folder: folder) }

    var progress = TrainingProgress(terminal, epochs: model.settings.epochs)
    defer { progress.clear() }
    let (network, history, score) = try train(model, on: parts) { progress.report($0) }
    var files: [String] = []
    if let folder {
      var saved = SavedModel(
        from: network, classNames: dataset.classNames, dataset: dataset.name, history: history,
        testScore: score)
      saved.table = dataset.trainedTable(parts)
      files = try saved.save(to: folder)
    }
    return RunReport(
      epochs: history, test: score, parameters: network.parameterCount,
      seed: model.settings.seed, threads: threads.count, files: files)
  }

  /// Trains a network and evaluates it on the test rows.
  private func train(
    _ model: Model, on parts: Parts, report: (TrainingEvent) -> Void
  ) throws -> (network: Network, history: [EpochRecord], score: Score?) {
    let batch = Trainer.rowsOfBatch(model.settings.batch, trainingRows: parts.train.count)
    let network = try Network(
      model, level: level.optimization, threads: threads.count, trainingRows: batch,
      budget: budget.budget)
    let test = parts.test.map { LoadedRows($0) }
    let validatesOnTest = try splits.settings().validation == .test
    let validation = validatesOnTest ? test : parts.validation.map { LoadedRows($0) }
    let trainer = try Trainer(
      network, rows: LoadedRows(parts.train), validation: validation,
      epochs: model.settings.epochs, stepLimit: steps)
    let history = try trainer.run(report: report)
    return (network, history, try test.map(network.evaluate))
  }

  /// Trains a network for each fold, from the same first weights.
  private func trainFolds(_ count: Int, _ terminal: Terminal) throws -> FoldReport {
    let found = try openData()
    let model = try readModel(self.model, settings, data: data.facts(found), terminal)
    let folds = try found.adapted(to: model).folds(count, splits.settings())
    var done: [FoldReport.Fold] = []
    for parts in folds {
      var progress = TrainingProgress(terminal, epochs: model.settings.epochs)
      defer { progress.clear() }
      let (_, history, score) = try train(model, on: parts) {
        // The epochs of many networks are too many lines to read.
        if case .step = $0 { progress.report($0) }
      }
      guard let score else { continue }
      let fold = FoldReport.Fold(
        trainRows: parts.train.count, testRows: parts.test?.count ?? 0, score: score,
        epochs: history)
      done.append(fold)
      progress.clear()
      if terminal.isInteractive {
        terminal.note(FoldReport.line(fold, number: done.count, of: count) + "\n")
      }
    }
    return FoldReport(done, seed: model.settings.seed, threads: threads.count)
  }

  private func evaluate(_ terminal: Terminal) throws -> RunReport {
    let saved = try loadModel(self.model, terminal)
    let found = try openData(for: saved.table)
    let network = try makeNetwork(
      of: saved, at: self.model, data: data.facts(found), threads: threads.threads)
    let dataset = try found.adapted(to: network.model)
    guard let test = try dataset.evaluationRows(for: saved.table) else {
      throw InputError(
        Diagnostic(
          code: "E0704", "data set '\(dataset.name)' has no test rows to evaluate on",
          at: .file(dataset.folder)))
    }
    if case .unknown = test.labels {
      throw InputError(
        Diagnostic(
          code: "E0704", "the rows have no label to evaluate the model by", at: .file(test.origin),
          help: ["'nnc predict' needs none"]))
    }
    let score = try network.evaluate(LoadedRows(test))
    return RunReport(
      epochs: [], test: score, parameters: network.parameterCount,
      seed: saved.model.settings.seed, threads: network.team.workers, files: [])
  }
}
