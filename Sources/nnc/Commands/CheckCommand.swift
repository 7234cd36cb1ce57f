import ArgumentParser
import Reporting
import Training

/// `nnc check`.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Compares a model's analytic gradients with numeric ones, in double precision.",
    discussion: """
      Example:
        nnc check models/fashion.nn
      """)

  @Argument(help: "The model, a .nn file.")
  var model: String

  @OptionGroup var data: DataOptions
  @OptionGroup var settings: SettingOptions
  @OptionGroup var threads: ThreadsOption
  @OptionGroup var format: FormatOption

  func run() throws {
    let terminal = Terminal(environment: environment)
    let facts = data.facts(try data.open())
    let model = try readModel(self.model, settings, data: facts, terminal)
    let report = CheckReport(try GradientCheck(model, threads: threads.count))
    try format.write(report.text, report.json, to: terminal)
    guard report.isSound else { throw ExitCode(70) }
  }
}
