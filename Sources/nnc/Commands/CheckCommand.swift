import ArgumentParser
import Datasets
import IR
import Lowering
import Operators
import Passes
import Reporting
import Training

/// `nnc check`.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Compares analytic gradients with numeric ones, or optimised graphs with plain ones.",
    discussion: """
      Example:
        nnc check models/fashion.nn
        nnc check models/fashion.nn --optimised --data fashion
        nnc check models/fashion.nn --optimised --disable fuse-bias-activation
        nnc compile models/fashion.nn --emit ir > step.ir && nnc check step.ir
      """)

  @Argument(help: "The model, a .nn file, or a graph's text, an .ir file.")
  var model: String

  @Flag(help: "Compare every value of the optimised graphs with the graphs at -O0.")
  var optimised = false

  @Option(
    parsing: .unconditional,
    help: "With --optimised: how many random batches, and real ones with --data (default: 3).")
  var batches: Int?

  @Option(
    parsing: .unconditional, help: "How many random rows gradients are compared on (default: 8).")
  var rows: Int?

  @Option(
    help: "Show the errors with these floors, too: numbers with commas between, such as 1e-5,1e-2.")
  var floors: String?

  @OptionGroup var optimization: OptimizationOptions
  @OptionGroup var data: DataOptions
  @OptionGroup var settings: SettingOptions
  @OptionGroup var threads: ThreadsOption
  @OptionGroup var format: FormatOption

  func validate() throws {
    try optimization.requireOptionalPasses(of: model)
    if let batches, !(1...100).contains(batches) {
      throw ValidationError("--batches must be from 1 to 100")
    }
    if !optimised, let option = optimization.option {
      throw ValidationError("\(option) has an effect only with --optimised")
    }
    if optimised, optimization.level == .none {
      throw ValidationError("--optimised compares -O1 or -O2 with -O0")
    }
    if !optimised, batches != nil {
      throw ValidationError("--batches has an effect only with --optimised")
    }
    if let rows, !(1...100_000).contains(rows) {
      throw ValidationError("--rows must be from 1 to 100000")
    }
    if floors != nil, floorValues.isEmpty {
      throw ValidationError("--floors must be numbers above 0 with commas between")
    }
    if optimised, rows != nil || floors != nil {
      throw ValidationError("--rows and --floors are for gradients, not for --optimised")
    }
    guard isGraphText(model) else { return }
    if rows != nil { throw ValidationError("a graph's text has its own number of rows") }
    try data.refuseBesideGraphText()
    try settings.refuseBesideGraphText()
  }

  func run() throws {
    let terminal = Terminal(environment: environment)
    var bar = ProgressBar(terminal)
    let observe = { (progress: CheckProgress) in
      bar.draw(progress.part, progress.done, of: progress.count)
    }
    defer { bar.clear() }
    if optimised {
      let report = OptimizationReport(try compareLevels(terminal, observe))
      bar.clear()
      try format.write(report.text, report.json, to: terminal)
      guard report.isSound else { throw ExitCode(70) }
      return
    }
    let check: GradientCheck
    if isGraphText(model) {
      check = try GradientCheck(
        try readGraph(model, terminal), steps: steps, threads: workers, observe: observe)
    } else {
      let facts = data.facts(try data.open())
      let model = try readModel(self.model, settings, data: facts, terminal)
      check = try GradientCheck(
        model, rows: rows ?? GradientCheck.rows, steps: steps, threads: workers,
        observe: observe)
    }
    bar.clear()
    let report = CheckReport(check, floors: floorValues)
    try format.write(report.text, report.json, to: terminal)
    // The gradients of a graph's text are its writer's; a model's are made here.
    guard report.isSound else { throw ExitCode(isGraphText(model) ? 1 : 70) }
  }

  /// The steps of the differences. A gradient that is zero is told best by a large one, which rounding
  /// matters least to.
  private var steps: [Double] {
    (floorValues.isEmpty ? [] : [1e-2]) + GradientCheck.usualSteps
  }

  /// The workers for gradients: one unless more are asked for, since a few rows are less work than
  /// the barriers between workers.
  private var workers: Int { threads.threads ?? 1 }

  /// The floors; none where one is no number above 0.
  private var floorValues: [Double] {
    let texts = floors?.split(separator: ",", omittingEmptySubsequences: false) ?? []
    let values = texts.compactMap { Double($0) }.filter { $0 > 0 && $0.isFinite }
    return values.count == texts.count ? values : []
  }

  /// Compares the graphs at the level asked for with those at none.
  private func compareLevels(
    _ terminal: Terminal, _ observe: CheckProgress.Observer
  ) throws -> OptimizationCheck {
    let (level, disabled, count) = (optimization.level, optimization.disabled, batches ?? 3)
    if isGraphText(model) {
      return try OptimizationCheck(
        readGraph(model, terminal).graph, level: level, disabling: disabled,
        batches: CheckBatches(count), threads: threads.count, observe: observe)
    }
    let dataset = try data.open()
    let model = try readModel(self.model, settings, data: data.facts(dataset), terminal)
    let rows =
      switch model.settings.batch {
      case .rows(let count): count
      case .full: CheckBatches.rowLimit
      }
    let batches = CheckBatches(
      count, rows: rows, learningRate: model.optimizer.learningRate,
      data: try dataset.map { LoadedRows(try $0.adapted(to: model).parts().train) })
    return try OptimizationCheck(
      model, level: level, disabling: disabled, batches: batches, threads: threads.count,
      observe: observe)
  }
}
