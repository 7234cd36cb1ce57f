import ArgumentParser
import Datasets
import Execution
import IR
import JSON
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
        nnc compile models/fashion.nn --memory --memory-map fashion.html
        nnc compile models/fashion.nn --emit dot --compare | dot -Tsvg > fashion.svg
        nnc compile step.ir --emit ir
      """)

  enum Emission: String, ExpressibleByArgument, CaseIterable {
    case summary, ir, plan, dot, mermaid, netron
  }
  enum PipelineName: String, ExpressibleByArgument, CaseIterable {
    case training, inference
  }

  @Argument(help: "The model, a .nn file, or a graph's text, an .ir file.")
  var model: String

  @Option(
    help: """
      What to print: the summary; the graph as text; the plan: shares, barriers, places; or a \
      picture of the graph for Graphviz, for Mermaid, or for Netron.
      """)
  var emit = Emission.summary

  @Flag(help: "Show the graph before optimisation beside it in a picture, changes marked.")
  var compare = false

  @Flag(help: "Tell where the memory goes, layer by layer, and when the most is in use.")
  var memory = false

  @Option(help: "Draw the memory plan into this .svg or .html file.")
  var memoryMap: String?

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
    if memory, emit != .summary || printAfter != nil {
      throw ValidationError("--memory is printed alone, without --emit and --print-after")
    }
    if compare, ![.dot, .mermaid, .netron].contains(emit) {
      throw ValidationError("--compare is for pictures: --emit dot, mermaid or netron")
    }
    if let memoryMap, ![".svg", ".html"].contains(where: memoryMap.lowercased().hasSuffix) {
      throw ValidationError("--memory-map writes a file that ends in .svg or .html")
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
    func graph(_ compiler: Compiler, _ observe: Compiler.Observer = { _, _ in }) throws -> Graph {
      switch pipeline {
      case .training: try compiler.trainingStep(rows: batch, observe: observe)
      case .inference: try compiler.inference(rows: batch, observe: observe)
      }
    }
    let compiled = try graph(compiler, observer(terminal))
    if let output {
      try SavedModel(compiled: model, level: level.optimization, threads: threads.count)
        .saveWithoutWeights(to: output)
      terminal.note("saved \(printable(output))\n")
    }
    let original = compare ? try graph(Compiler(model, level: .none)) : nil
    try show(compiled, original, terminal) { plan in
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
    try show(optimized, compare ? graph : nil, terminal) { CompileReport(graph, plan: $0) }
  }

  /// Prints the stages that were asked for.
  private func observer(_ terminal: Terminal) -> Compiler.Observer {
    { stage, graph in
      guard printAfter == stage || printAfter == "all" else { return }
      try terminal.print("# after \(stage)\n\(graph.text)\n")
    }
  }

  /// Shows what was asked for of the compiled graph, compared with the original where that is given.
  private func show(
    _ graph: Graph, _ original: Graph?, _ terminal: Terminal,
    report: (Plan) throws -> CompileReport
  ) throws {
    let needsPlan = printAfter == nil && emit != .ir
    guard needsPlan || memoryMap != nil else {
      if printAfter == nil { try terminal.print(graph.text) }
      return
    }
    let plan = Plan(graph, workers: threads.count, gathered: ["rows", "labels"])
    if let memoryMap {
      let map = MemoryMap(plan)
      let text = memoryMap.lowercased().hasSuffix(".svg") ? map.svg : map.html
      try AtomicWrite.write(Array(text.utf8), to: memoryMap)
      terminal.note("saved \(printable(memoryMap))\n")
    }
    guard printAfter == nil else { return }
    let picture = GraphPicture(plan, before: original)
    switch emit {
    case .ir: try terminal.print(graph.text)
    case .plan: try terminal.print(PlanListing(plan).text)
    case .dot: try terminal.print(picture.dot)
    case .mermaid: try terminal.print(picture.mermaid)
    case .netron: try terminal.print(picture.netron.serialized(pretty: true) + "\n")
    case .summary where memory:
      let report = MemoryReport(plan)
      try format.write(report.text, report.json, to: terminal)
    case .summary:
      let report = try report(plan)
      try format.write(report.text, report.json, to: terminal)
    }
  }
}
