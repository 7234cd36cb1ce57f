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
      its folder) is evaluated on the test rows that were chosen when it was trained, or on all rows
      of other data that has no test rows of its own.

      A run whose model says 'checkpoint every=N' and that was interrupted goes on by --resume, to the
      same result, to the bit, as if it had not been.

      Example:
        nnc run models/fashion.nn --data fashion --out runs/fashion
        nnc run runs/fashion/model.json --data fashion
        nnc run models/fashion.nn --data fashion --from runs/fashion --set lr=1e-4
        nnc run quality.nn --data wine.csv --label quality --folds 5
        nnc run --resume runs/fashion
      """)

  @Argument(help: "The model: a .nn file, or a saved model.json.")
  var model: String?

  @Option(
    help: ArgumentHelp(
      "Go on with a run that was interrupted: its folder, or that of one of its checkpoints.",
      valueName: "dir"))
  var resume: String?

  @Option(parsing: .unconditional, help: "End training after so many steps.")
  var steps: Int?

  @Option(help: "Start from the weights of a saved model: its folder or model.json.")
  var from: String?

  @Option(help: "The folder to save the trained model in (default: runs/MODEL-TIME).")
  var out: String?

  @Flag(help: "Save nothing.")
  var noSave = false

  @Flag(
    name: .customLong("tensorboard"),
    help: "Write logs for TensorBoard while training: see them by 'tensorboard --logdir runs'.")
  var isLogged = false

  @Option(
    parsing: .unconditional,
    help: "Train this many networks, each tested on another part of the training rows.")
  var folds: Int?

  @OptionGroup var splits: SplitOptions
  @OptionGroup var measures: MeasureOptions
  @OptionGroup var optimization: OptimizationOptions
  @OptionGroup var data: DataOptions
  @OptionGroup var settings: SettingOptions
  @OptionGroup var threads: ThreadsOption
  @OptionGroup var budget: BudgetOption
  @OptionGroup var format: FormatOption

  func validate() throws {
    if let steps, steps < 1 { throw ValidationError("--steps must be at least 1") }
    if noSave, out != nil { throw ValidationError("--out and --no-save exclude each other") }
    if noSave, isLogged {
      throw ValidationError("--tensorboard and --no-save exclude each other")
    }
    if let folds {
      if folds < 2 { throw ValidationError("--folds must be at least 2") }
      if from != nil {
        throw ValidationError(
          "--folds trains networks that have not seen the rows they are tested on; leave --from out"
        )
      }
      if measures.report {
        throw ValidationError("--report is about one network, and --folds trains several")
      }
      if isLogged {
        throw ValidationError("--tensorboard is about one network, and --folds trains several")
      }
      if splits.test != nil {
        throw ValidationError("--folds tests each network on a fold; leave --test out")
      }
    }
    if resume != nil { return try requireNoContradiction() }
    let model = try namedModel()
    try optimization.requireOptionalPasses(of: model)
    if !optimization.disable.isEmpty, !noSave, folds == nil, !isSavedModel(model) {
      throw ValidationError("a saved model does not record --disable; add --no-save")
    }
    let trains = [
      ("--from", from != nil), ("--valid", splits.valid != nil), ("--test", splits.test != nil),
      ("--split", splits.split != nil), ("--split-seed", splits.splitSeed != nil),
      ("--folds", folds != nil), ("--steps", steps != nil), ("--out", out != nil),
      ("--no-save", noSave), ("--tensorboard", isLogged), ("--input", settings.input != nil),
      ("--seed", settings.seed != nil),
      ("--epochs", settings.epochs != nil), ("--batch", settings.batch != nil),
      ("--set", !settings.set.isEmpty),
      (optimization.option ?? "", optimization.option != nil),
      ("--max-memory", budget.maxMemory != nil),
    ]
    if isSavedModel(model), let (option, _) = trains.first(where: \.1) {
      throw ValidationError("\(option) is for training; a saved model is only evaluated")
    }
  }

  private func namedModel() throws -> String {
    guard let model else {
      throw ValidationError("name a model, or a run to go on with by --resume")
    }
    return model
  }

  func run() throws {
    let terminal = Terminal(environment: environment)
    if let folds {
      let report = try FoldRun(command: self, count: folds).train(namedModel(), terminal)
      return try format.write(report.text, report.json, to: terminal)
    }
    let report = try report(terminal)
    if let loss = report.test?.loss, !loss.isFinite {
      terminal.show([Self.overflow])
    }
    try format.write(report.text, report.json, to: terminal)
  }

  /// Trains or evaluates.
  private func report(_ terminal: Terminal) throws -> RunReport {
    if let resume { return try resumeRun(at: resume, terminal) }
    let path = try namedModel()
    return isSavedModel(path) ? try evaluate(path, terminal) : try train(path, terminal)
  }

  /// Finite weights can still overflow on the way through a network.
  private static let overflow = Diagnostic(
    .warning, code: "W0501",
    "the loss on the test rows is not a finite number: the model is of no use",
    help: ["train for longer, with a lower learning rate, or with fewer layers"])

  /// The data that was asked for.
  func openData(_ terminal: Terminal) throws -> Dataset {
    guard let dataset = try data.open() else { throw noData(for: "run") }
    terminal.show(dataset.warnings)
    return dataset
  }

  private func evaluate(_ path: String, _ terminal: Terminal) throws -> RunReport {
    let tested = try TestedModel(path, data, threads: threads.threads, terminal)
    try measures.require(tested.rows, of: tested.saved.model)
    let loaded = LoadedRows(tested.rows)
    var report = RunReport(
      test: try tested.network.evaluate(loaded), testRows: tested.rows.count,
      parameters: tested.network.parameterCount,
      seed: tested.saved.model.settings.seed, threads: tested.network.team.workers, files: [])
    report.measures = try measures.measure(
      tested.network, on: tested.rows, loaded: loaded, classNames: tested.saved.classNames)
    return report
  }
}
