import ArgumentParser
import Datasets
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

  @OptionGroup var level: LevelOption
  @OptionGroup var data: DataOptions
  @OptionGroup var settings: SettingOptions
  @OptionGroup var threads: ThreadsOption
  @OptionGroup var format: FormatOption

  func validate() throws {
    if let batches, !(1...100).contains(batches) {
      throw ValidationError("--batches must be from 1 to 100")
    }
    if optimised, level.optimization == .none {
      throw ValidationError("--optimised compares -O1 or -O2 with -O0")
    }
    if !optimised, batches != nil {
      throw ValidationError("--batches has an effect only with --optimised")
    }
    guard isGraphText(model) else { return }
    try data.refuseBesideGraphText()
    try settings.refuseBesideGraphText()
  }

  func run() throws {
    let terminal = Terminal(environment: environment)
    if optimised {
      let report = OptimizationReport(try compareLevels(terminal))
      try format.write(report.text, report.json, to: terminal)
      guard report.isSound else { throw ExitCode(70) }
      return
    }
    let check: GradientCheck
    if isGraphText(model) {
      check = try GradientCheck(try readGraph(model), threads: threads.count)
    } else {
      let facts = data.facts(try data.open())
      let model = try readModel(self.model, settings, data: facts, terminal)
      check = try GradientCheck(model, threads: threads.count)
    }
    let report = CheckReport(check)
    try format.write(report.text, report.json, to: terminal)
    // The gradients of a graph's text are its writer's; a model's are made here.
    guard report.isSound else { throw ExitCode(isGraphText(model) ? 1 : 70) }
  }

  /// Compares the graphs at the level asked for with those at none.
  private func compareLevels(_ terminal: Terminal) throws -> OptimizationCheck {
    let (level, count) = (level.optimization, batches ?? 3)
    if isGraphText(model) {
      return try OptimizationCheck(
        readGraph(model), level: level, batches: CheckBatches(count), threads: threads.count)
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
    return try OptimizationCheck(model, level: level, batches: batches, threads: threads.count)
  }
}
