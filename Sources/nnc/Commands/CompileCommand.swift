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
        nnc compile step.ir --emit ir
      """)

  enum Emission: String, ExpressibleByArgument, CaseIterable {
    case summary, ir, plan
  }
  enum PipelineName: String, ExpressibleByArgument, CaseIterable {
    case training, inference
  }

  @Argument(help: "The model, a .nn file, or a graph's text, an .ir file.")
  var model: String

  @Option(
    help: "What to print: the summary, the graph as text, or the plan: shares, barriers, places.")
  var emit = Emission.summary

  @Option(help: "Print the graph after a pass, or after all of them.")
  var printAfter: String?

  @Option(help: "Which graph: the training step (default), or inference.")
  var pipeline: PipelineName?

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
    if isGraphText(model) {
      try refuseBesideGraphText(["pipeline": pipeline, "output": output])
      try data.refuseBesideGraphText()
      try settings.refuseBesideGraphText()
      if printAfter == "differentiate" {
        throw ValidationError("a graph's text is never differentiated again")
      }
    }
    if let printAfter, printAfter != "all", printAfter != (isGraphText(model) ? "read" : "lower"),
      !Pipeline.passNames.contains(printAfter)
    {
      let near = nearestName(to: printAfter, among: Pipeline.passNames)
      throw ValidationError(
        "there is no pass '\(printAfter)'; "
          + (near.map { "did you mean '\($0)'?" }
            ?? "there are all, \(isGraphText(model) ? "read" : "lower"), \(Pipeline.passNames.joined(separator: ", "))")
      )
    }
  }

  func run() throws {
    let terminal = Terminal(environment: environment)
    if isGraphText(model) {
      try compileGraph(terminal)
    } else {
      try compileModel(terminal)
    }
  }

  private func compileModel(_ terminal: Terminal) throws {
    let dataset = try data.open()
    let model = try readModel(self.model, settings, data: data.facts(dataset), terminal)
    let compiler = Compiler(model, level: level.optimization)
    let batch = try rowsOfBatch(model, dataset)
    let pipeline = pipeline ?? .training
    let graph =
      switch pipeline {
      case .training: try compiler.trainingStep(rows: batch, observe: observer(terminal))
      case .inference: try compiler.inference(rows: batch, observe: observer(terminal))
      }
    if let output {
      try SavedModel(compiled: model, level: level.optimization, threads: threads.count)
        .saveWithoutWeights(to: output)
      terminal.note("saved \(printable(output))\n")
    }
    try show(graph, terminal) { plan in
      try CompileReport(
        model, plan: plan, purpose: pipeline == .training ? "training step" : "inference",
        batch: batch)
    }
  }

  /// Compiles a graph's text: optimised and planned, but never differentiated again.
  private func compileGraph(_ terminal: Terminal) throws {
    let graph = try readGraph(model)
    let optimized = try Compiler.optimized(
      graph, level: level.optimization, observe: observer(terminal))
    try show(optimized, terminal) { CompileReport(graph, plan: $0) }
  }

  /// Prints the stages that were asked for.
  private func observer(_ terminal: Terminal) -> Compiler.Observer {
    { stage, graph in
      guard printAfter == stage || printAfter == "all" else { return }
      try terminal.print("# after \(stage)\n\(graph.text)\n")
    }
  }

  /// Shows what was asked for of the compiled graph.
  private func show(
    _ graph: Graph, _ terminal: Terminal, report: (Plan) throws -> CompileReport
  ) throws {
    guard printAfter == nil else { return }
    guard emit != .ir else { return try terminal.print(graph.text) }
    let plan = Plan(graph, workers: threads.count, gathered: ["rows", "labels"])
    guard emit != .plan else { return try terminal.print(PlanListing(plan).text) }
    let report = try report(plan)
    try format.write(report.text, report.json, to: terminal)
  }
}
