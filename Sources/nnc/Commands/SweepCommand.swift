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
    }
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
    let search = try Search(
      vary.map { try Variation(parsing: $0) }, trials: trials, refinements: refine,
      seed: searchSeed)
    let metric = try checkedMetric(search, terminal)
    let folder = out ?? runFolder(for: model)
    let arguments = passedOn
    try SweepFolder(folder).open(
      for: [
        "model": .string(String(decoding: try readModelSource(model).bytes, as: UTF8.self)),
        "vary": .array(vary.map { .string($0) }),
        "trials": trials.map { .integer(Int64($0)) } ?? .null,
        "refine": .integer(Int64(refine)), "seed": .integer(Int64(clamping: searchSeed)),
        "metric": .string(metric.rawValue), "arguments": .array(arguments.map { .string($0) }),
      ])
    terminal.note("searching in \(printable(folder)); the same --out goes on where this stops\n")

    let runner = TrialRunner(
      model: model, arguments: arguments + ["--threads", String(threads.threads ?? 1)],
      folder: folder, metric: metric)
    let command =
      (["nnc", "run", model] + arguments).map { $0.contains(" ") ? "'\($0)'" : $0 }
      .joined(separator: " ")
    var results: [TrialResult] = []
    for round in 0..<search.rounds {
      let trials = search.trials(ofRound: round, after: results, by: metric)
      let report = SweepReport(search, results, by: metric, command: command)
      let counter = Counter(results.count)
      results += try runner.results(
        of: trials, jobs: jobs ?? max(1, Team.processors / (threads.threads ?? 1))
      ) {
        terminal.note(report.line($0, number: counter.next()))
      }
    }
    let report = SweepReport(search, results, by: metric, command: command)
    try AtomicWrite.write(Array(report.csv.utf8), to: "\(folder)/sweep.csv")
    try AtomicWrite.write(Array(report.svg.utf8), to: "\(folder)/sweep.svg")
    try format.write(
      report.text + "saved \(printable(folder))/sweep.csv, \(printable(folder))/sweep.svg\n",
      report.json, to: terminal)
  }

  /// The learning-rate range test.
  private func findRate(_ terminal: Terminal) throws {
    guard let found = try data.open() else {
      throw InputError(
        Diagnostic(code: "E0703", "a search needs data", help: ["add --data fashion"]))
    }
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

  /// What trials are compared by, once the first of them has been checked: a name that cannot be set
  /// is told before anything is trained.
  private func checkedMetric(_ search: Search, _ terminal: Terminal) throws -> Metric {
    var first = settings
    let trial = search.trials(ofRound: 0, after: [], by: .validLoss).first
    first.set += trial?.overrides.map { "\($0.name)=\($0.value)" } ?? []
    let model = try readModel(self.model, first, data: data.facts(try data.open()), terminal)
    if let metric = metric.flatMap(Metric.init) { return metric }
    return model.head == .linear ? .validLoss : .validAccuracy
  }

  /// The options that are not the search's own, as they were given: every trial gets them.
  private var passedOn: [String] {
    let own = [
      "vary", "trials", "refine", "jobs", "metric", "search-seed", "out", "format", "threads",
    ]
    .map { "--\($0)" }
    var rest = CommandLine.arguments.dropFirst()
    var passed: [String] = []
    var hasModel = false
    while let argument = rest.popFirst() {
      if own.contains(argument) {
        _ = rest.popFirst()
      } else if argument == "sweep", passed.isEmpty, !hasModel {
        continue
      } else if argument == model, !hasModel {
        hasModel = true
      } else if !own.contains(where: { argument.hasPrefix("\($0)=") }) {
        passed.append(argument)
      }
    }
    return passed
  }
}
