import ArgumentParser
import Datasets
import JSON
import Kernels
import Lowering
import ModelFiles
import Operators
import Reporting
import Source
import Training

/// `nnc sweep`.
struct SweepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "Trains a model many times to find settings that train well.",
    discussion: """
      Every trial is a run of its own, in a folder of its own; trials are compared by a figure of the
      validation rows. A search that was stopped goes on where it was when it is started again with
      the same --out. Options of 'run' hold for every trial.

      Example:
        nnc sweep models/regularized.nn --data fashion --vary l2=log:1e-5..1e-1 --trials 20 --refine 1
        nnc sweep models/fashion.nn --data fashion --find-lr
        nnc sweep models/fashion.nn --data fashion --vary lr=1e-4,1e-3,1e-2 --vary batch=32,64
      """)

  @Argument(help: "The model, a .nn file.")
  var model: String

  @Option(
    help: ArgumentHelp(
      """
      What to vary and its values: l2=log:1e-5..1e-1, rate=0.1..0.5, units=int:10..300, or a list \
      such as width=100,200,400. May be repeated.
      """, valueName: "name=values"))
  var vary: [String] = []

  @Option(parsing: .unconditional, help: "The trials of a round; without it all combinations.")
  var trials: Int?

  @Option(parsing: .unconditional, help: "Rounds behind the first, narrowed to the best trials.")
  var refine = 0

  @Option(parsing: .unconditional, help: "Trials at a time (default: a processor each).")
  var jobs: Int?

  @Option(
    help: "What trials are compared by (default: valid_accuracy, or valid_loss without classes).")
  var metric: String?

  @Option(parsing: .unconditional, help: "Where the search's random numbers start (default: 1).")
  var searchSeed: UInt64 = 1

  @Flag(
    help: "In place of a search: one training with a rising rate, to see which rates train well.")
  var findLr = false

  @Option(help: "The folder of the search (default: runs/MODEL-TIME).")
  var out: String?

  @Option(parsing: .unconditional, help: "End training after so many steps.")
  var steps: Int?

  @OptionGroup var splits: SplitOptions
  @OptionGroup var optimization: OptimizationOptions
  @OptionGroup var data: DataOptions
  @OptionGroup var settings: SettingOptions
  @OptionGroup var threads: ThreadsOption
  @OptionGroup var format: FormatOption

  func validate() throws {
    try optimization.requireOptionalPasses(of: model)
    if findLr {
      let others = [
        ("--vary", !vary.isEmpty), ("--trials", trials != nil), ("--refine", refine != 0),
        ("--jobs", jobs != nil), ("--metric", metric != nil), ("--epochs", settings.epochs != nil),
      ]
      if let (name, _) = others.first(where: \.1) {
        throw ValidationError("--find-lr is one training by itself, without \(name)")
      }
      if let steps, steps < 20 { throw ValidationError("--find-lr needs --steps of 20 or more") }
    } else if !optimization.disable.isEmpty {
      throw ValidationError("trials are saved, and a saved model does not record --disable")
    }
    if let steps, steps < 1 { throw ValidationError("--steps must be at least 1") }
    if let trials, !(1...100_000).contains(trials) {
      throw ValidationError("--trials must be from 1 to 100000")
    }
    if !(0...100).contains(refine) { throw ValidationError("--refine must be from 0 to 100") }
    if let jobs, !(1...1024).contains(jobs) {
      throw ValidationError("--jobs must be from 1 to 1024")
    }
    if let metric, Metric(rawValue: metric) == nil {
      let names = Metric.allCases.map(\.rawValue)
      throw ValidationError("--metric must be one of \(names.joined(separator: ", "))")
    }
    if isGraphText(model) || isSavedModel(model) {
      throw ValidationError("a search trains a .nn file")
    }
  }

  func run() throws {
    let terminal = Terminal(environment: environment)
    guard !findLr else { return try findRate(terminal) }
    let search = try search(of: vary)
    let (metric, rows) = try checkedTrial(search, terminal)
    terminal.show(search.warnings)
    let folder = SweepFolder(out ?? runFolder(for: model))
    let description: JSON = [
      "model": .string(String(decoding: try readModelSource(model).bytes, as: UTF8.self)),
      "vary": .array(vary.map { .string($0) }),
      "trials": trials.map { .integer(Int64($0)) } ?? .null,
      "refine": .integer(Int64(refine)), "seed": .integer(Int64(clamping: searchSeed)),
      "metric": .string(metric.rawValue),
      // Trials on other rows cannot be held against those that were done.
      "rows": .string(String(rows.fingerprint, radix: 16)),
      "arguments": .array(trialArguments.map { .string($0) }),
    ]
    try folder.taken(for: description) {
      terminal.note(
        "searching in \(printable(folder.path)); the same --out goes on where this stops\n")
      let report = try report(on: search, by: metric, in: folder, terminal)
      try AtomicWrite.write(Array(report.csv.utf8), to: "\(folder.path)/sweep.csv")
      try AtomicWrite.write(Array(report.svg.utf8), to: "\(folder.path)/sweep.svg")
      let name = printable(folder.path)
      try format.write(
        report.text + "saved \(name)/sweep.csv, \(name)/sweep.svg\n", report.json, to: terminal)
      guard report.hasBest else {
        terminal.note("every trial failed, so that there is none to choose\n")
        throw ExitCode(1)
      }
    }
  }

  func search(of texts: [String]) throws -> Search {
    try Search(
      texts.map { try Variation(parsing: $0) }, trials: trials, refinements: refine,
      seed: searchSeed)
  }

  /// Runs the trials.
  private func report(
    on search: Search, by metric: Metric, in folder: SweepFolder, _ terminal: Terminal
  ) throws -> SweepReport {
    // A name that starts as an option does would be taken for one.
    let model = model.hasPrefix("-") ? "./\(model)" : model
    let process = TrialProcess(
      model: model, arguments: trialArguments + asArguments("threads", threads.threads ?? 1),
      sweep: folder, metric: metric)
    let results = try search.results(
      by: metric, jobs: jobs ?? max(1, Team.processors / (threads.threads ?? 1)),
      run: process.result
    ) { terminal.note(SweepReport.line($0, by: metric, number: $1)) }
    return SweepReport(
      search, results, by: metric,
      command: ["nnc", "run", model] + trialArguments
        + asArguments("threads", threads.threads ?? 1))
  }

  /// The learning-rate range test.
  private func findRate(_ terminal: Terminal) throws {
    let found = try openData()
    let model = try readModel(self.model, settings, data: data.facts(found), terminal)
    let rows = try found.adapted(to: model).parts(splits.settings()).train
    let folder = out ?? runFolder(for: self.model)
    try AtomicWrite.probeWritable(folder: folder)
    let network = try Network(
      model, level: optimization.level, disabling: optimization.disabled, threads: threads.count,
      trainingRows: Trainer.rowsOfBatch(model.settings.batch, trainingRows: rows.count))
    let test = try RateRangeTest(network, rows: LoadedRows(rows), steps: steps ?? 300)
    let report = RateRangeReport(test)
    try AtomicWrite.write(Array(report.csv.utf8), to: "\(folder)/rates.csv")
    try AtomicWrite.write(Array(report.svg.utf8), to: "\(folder)/rates.svg")
    try format.write(
      report.text + "saved \(printable(folder))/rates.csv, \(printable(folder))/rates.svg\n",
      report.json, to: terminal)
  }

  func openData() throws -> Dataset {
    guard let dataset = try data.open() else {
      throw InputError(
        Diagnostic(code: "E0703", "a search needs data", help: ["add --data fashion"]))
    }
    return dataset
  }

  /// What every trial is told: the options that are not the search's own.
  private var trialArguments: [String] {
    asArguments("steps", steps) + splits.arguments + optimization.arguments + data.arguments
      + settings.arguments
  }
}
