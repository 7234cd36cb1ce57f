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
        nnc compile models/fashion.nn --emit ir > step.ir && nnc check step.ir
      """)

  @Argument(help: "The model, a .nn file, or a graph's text, an .ir file.")
  var model: String

  @OptionGroup var data: DataOptions
  @OptionGroup var settings: SettingOptions
  @OptionGroup var threads: ThreadsOption
  @OptionGroup var format: FormatOption

  func validate() throws {
    guard isGraphText(model) else { return }
    try data.refuseBesideGraphText()
    try settings.refuseBesideGraphText()
  }

  func run() throws {
    let terminal = Terminal(environment: environment)
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
}
