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
        nnc compile models/fashion.nn --passes --disable share-equal-nodes
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

  @Option(help: "Which graph: the training step, or inference.")
  var pipeline = PipelineName.training

  @Option(name: .shortAndLong, help: "Write the compiled model, without weights, to this file.")
  var output: String?

  @OptionGroup var stages: StageOptions
  @OptionGroup var level: LevelOption
  @OptionGroup var disabled: DisableOption
  @OptionGroup var data: DataOptions
  @OptionGroup var settings: SettingOptions
  @OptionGroup var threads: ThreadsOption
  @OptionGroup var format: FormatOption

  func validate() throws {
    if format.format == .json, emit != .summary || stages.printsGraphs {
      throw ValidationError("graphs and plans are text; --format json is for the summary")
    }
    if emit != .summary, let option = stages.option {
      throw ValidationError("--emit and \(option) exclude each other")
    }
    if output != nil, !disabled.names.isEmpty {
      throw ValidationError("a saved model does not record --disable; leave out -o")
    }
  }

  func run() throws {
    let terminal = Terminal(environment: environment)
    let dataset = try data.open()
    let model = try readModel(self.model, settings, data: data.facts(dataset), terminal)
    let compiler = Compiler(model, level: level.optimization, disabling: disabled.names)
    let batch = try rowsOfBatch(model, dataset)
    var passes = PassesReport(pipeline == .training ? "training step" : "inference")
    func observe(_ stage: Stage) throws {
      if let text = stages.text(of: stage) { try terminal.print(text) }
      if stages.passes { passes.add(stage) }
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
    if stages.passes { return try format.write(passes.text, passes.json, to: terminal) }
    guard !stages.printsGraphs else { return }
    guard emit != .ir else { return try terminal.print(graph.text) }
    let plan = Plan(graph, workers: threads.count, gathered: ["rows", "labels"])
    guard emit != .plan else { return try terminal.print(PlanListing(plan).text) }
    let report = try CompileReport(
      model, plan: plan, purpose: pipeline == .training ? "training step" : "inference",
      batch: batch)
    try format.write(report.text, report.json, to: terminal)
  }
}
