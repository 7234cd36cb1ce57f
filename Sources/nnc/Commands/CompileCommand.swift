import ArgumentParser
import Datasets
import Execution
import IR
import Lowering
import ModelFiles
import Operators
import Passes
import Reporting
import Source
import Training

/// `nnc compile`.
struct CompileCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compile",
    abstract: "Compiles a model and shows its layers, its graph and its memory.",
    discussion: """
      Example:
        nnc compile models/fashion.nn --emit ir --pipeline inference
        nnc compile models/fashion.nn --print-after fuse-bias-activation
      """)

  enum Emission: String, ExpressibleByArgument, CaseIterable {
    case summary, ir, plan
  }
  enum PipelineName: String, ExpressibleByArgument, CaseIterable {
    case training, inference
  }

  @Argument(help: "The model, a .nn file.")
  var model: String

  @Option(
    help: "What to print: the summary, the graph as text, or the plan: shares, barriers, places.")
  var emit = Emission.summary

  @Option(help: "Print the graph after a pass, or after all of them.")
  var printAfter: String?

  @Option(help: "Which graph: the training step, or inference.")
  var pipeline = PipelineName.training

  @Option(name: .shortAndLong, help: "Write the compiled model, without weights, to this file.")
  var output: String?

  @OptionGroup var level: LevelOption
  @OptionGroup var data: DataOptions
  @OptionGroup var settings: SettingOptions
  @OptionGroup var threads: ThreadsOption
  @OptionGroup var format: FormatOption

  func validate() throws {
    if format.format == .json, emit != .summary || printAfter != nil {
      throw ValidationError("graphs and plans are text; --format json is for the summary")
    }
    if emit != .summary, printAfter != nil {
      throw ValidationError("--emit and --print-after exclude each other")
    }
    if let printAfter, printAfter != "all", printAfter != "lower",
      !Pipeline.passNames.contains(printAfter)
    {
      let near = nearestName(to: printAfter, among: Pipeline.passNames)
      throw ValidationError(
        "there is no pass '\(printAfter)'; "
          + (near.map { "did you mean '\($0)'?" }
            ?? "there are all, lower, \(Pipeline.passNames.joined(separator: ", "))"))
    }
  }

  func run() throws {
    let terminal = Terminal(environment: environment)
    let dataset = try data.open()
    let model = try readModel(self.model, settings, data: data.facts(dataset), terminal)
    let compiler = Compiler(model, level: level.optimization)
    let batch = try rowsOfBatch(model, dataset)
    func observe(_ stage: String, _ graph: Graph) throws {
      guard printAfter == stage || printAfter == "all" else { return }
      try terminal.print("# after \(stage)\n\(graph.text)\n")
    }
    let graph =
      switch pipeline {
      case .training: try compiler.trainingStep(rows: batch, observe: observe)
      case .inference: try compiler.inference(rows: batch, observe: observe)
      }
    if let output {
      try SavedModel(compiled: model, level: level.optimization, threads: threads.count)
        .saveWithoutWeights(to: output)
      terminal.note("saved \(printable(output))\n")
    }
    guard printAfter == nil else { return }
    guard emit != .ir else { return try terminal.print(graph.text) }
    let plan = Plan(graph, workers: threads.count, gathered: ["rows", "labels"])
    guard emit != .plan else { return try terminal.print(PlanListing(plan).text) }
    let report = try CompileReport(
      model, plan: plan, purpose: pipeline == .training ? "training step" : "inference",
      batch: batch)
    try format.write(report.text, report.json, to: terminal)
  }
}
