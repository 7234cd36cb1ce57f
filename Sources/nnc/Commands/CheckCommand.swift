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
      """)

  @Argument(help: "The model, a .nn file.")
  var model: String

  @Flag(help: "Compare every value of the optimised graphs with the graphs at -O0.")
  var optimised = false

  @Option(
    help: "With --optimised: how many random batches, and real ones with --data (default: 3).")
  var batches: Int?

  @OptionGroup var level: LevelOption
  @OptionGroup var data: DataOptions
  @OptionGroup var settings: SettingOptions
  @OptionGroup var threads: ThreadsOption
  @OptionGroup var format: FormatOption

  func validate() throws {
    if let batches, !(1...10_000).contains(batches) {
      throw ValidationError("--batches must be from 1 to 10000")
    }
    if optimised, level.optimization == .none {
      throw ValidationError("--optimised compares -O1 or -O2 with -O0")
    }
    if !optimised, batches != nil {
      throw ValidationError("--batches has an effect only with --optimised")
    }
  }

  func run() throws {
    let terminal = Terminal(environment: environment)
    let dataset = try data.open()
    let model = try readModel(self.model, settings, data: data.facts(dataset), terminal)
    if optimised {
      let report = OptimizationReport(try compareLevels(of: model, dataset))
      try format.write(report.text, report.json, to: terminal)
      guard report.isSound else { throw ExitCode(70) }
      return
    }
    let report = CheckReport(try GradientCheck(model, threads: threads.count))
    try format.write(report.text, report.json, to: terminal)
    guard report.isSound else { throw ExitCode(70) }
  }

  /// Compares the graphs of a model at the level asked for with those at none.
  private func compareLevels(of model: Model, _ dataset: Dataset?) throws -> OptimizationCheck {
    let rows =
      switch model.settings.batch {
      case .rows(let count): count
      case .full: OptimizationCheck.rowLimit
      }
    let batches = CheckBatches(
      batches ?? 3, rows: rows, classes: model.outputCount == 1 ? 2 : model.outputCount,
      learningRate: model.optimizer.learningRate, seed: model.settings.seed,
      data: dataset.map { LoadedRows($0.train) })
    return try OptimizationCheck(
      model, level: level.optimization, batches: batches, threads: threads.count)
  }
}
