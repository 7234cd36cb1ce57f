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
        nnc compile models/fashion.nn --passes --disable share-equal-nodes
        nnc compile models/fashion.nn --memory --memory-map fashion.html
        nnc compile models/deep.nn --batch 4096 --max-memory 18MB --print-after recompute
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

  @Option(help: "Which graph: the training step (default), or inference.")
  var pipeline: PipelineName?

  @Option(name: .shortAndLong, help: "Write the compiled model, without weights, to this file.")
  var output: String?

  @OptionGroup var memory: MemoryOptions
  @OptionGroup var budget: BudgetOption
  @OptionGroup var stages: StageOptions
  @OptionGroup var optimization: OptimizationOptions
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
    if memory.memory, let option = emit != .summary ? "--emit" : stages.option {
      throw ValidationError("--memory and \(option) exclude each other")
    }
    if compare, ![.dot, .mermaid, .netron].contains(emit) {
      throw ValidationError("--compare is for pictures: --emit dot, mermaid or netron")
    }
    if output != nil, !optimization.disabled.isEmpty {
      throw ValidationError("a saved model does not record --disable; leave out -o")
    }
    try optimization.requireOptionalPasses(of: model)
    let isText = isGraphText(model)
    let isTraining = !isText && pipeline != .inference
    try stages.requireStages(
      of: isText ? "a graph's text" : isTraining ? "a training step" : "inference",
      running: Pipeline.passNames(isTraining: isTraining, optimization.level).filter {
        !optimization.disabled.contains($0)
      }, isText: isText, hasBudget: budget.budget != nil)
    if isText {
      try refuseBesideGraphText(["pipeline": pipeline, "output": output])
      try data.refuseBesideGraphText()
      try settings.refuseBesideGraphText()
    }
  }

  func run() throws {
    let terminal = Terminal(environment: environment)
    try refuse("-o", output, overwriting: [model], data: data.data)
    try refuse("--memory-map", memory.memoryMap, overwriting: [model], data: data.data)
    if isGraphText(model) {
      try compileGraph(terminal)
    } else {
      try compileModel(terminal)
    }
  }

  private func compileModel(_ terminal: Terminal) throws {
    let dataset = try data.open()
    let model = try readModel(self.model, settings, data: data.facts(dataset), terminal)
    let compiler = Compiler(model, level: optimization.level, disabling: optimization.disabled)
    let batch = try rowsOfBatch(model, dataset)
    let pipeline = pipeline ?? .training
    let purpose = pipeline == .training ? "training step" : "inference"
    var passes = PassesReport(purpose)
    func observe(_ stage: Stage) throws { try show(stage, in: &passes, terminal) }
    func graph(_ compiler: Compiler, _ observe: Pipeline.Observer) throws -> Graph {
      switch pipeline {
      case .training: try compiler.trainingStep(rows: batch, observe: observe)
      case .inference: try compiler.inference(rows: batch, observe: observe)
      }
    }
    let compiled = try graph(compiler, observe)
    let original = compare ? try graph(Compiler(model, level: .none)) { _ in } : nil
    if let output {
      try SavedModel(compiled: model, level: optimization.level, threads: threads.count)
        .saveWithoutWeights(to: output)
      terminal.note("saved \(printable(output))\n")
    }
    let plan = try plan(compiled, observe)
    try show(plan, comparedWith: original, passes, terminal) { plan in
      try CompileReport(model, plan: plan, purpose: purpose, batch: batch)
    }
  }

  /// Compiles a graph's text: optimised and planned, but never differentiated again.
  private func compileGraph(_ terminal: Terminal) throws {
    let graph = try readGraph(model, terminal).graph
    var passes = PassesReport("graph '\(graph.name)'")
    func observe(_ stage: Stage) throws { try show(stage, in: &passes, terminal) }
    let optimized = try Compiler.inferencePasses(
      on: graph, level: optimization.level, disabling: optimization.disabled, observe: observe)
    let plan = try plan(optimized, observe)
    let kept = Set(plan.graph.states.map(\.name))
    let isLive = graph.liveValues()
    for state in graph.states where isLive[state.value.index] && !kept.contains(state.name) {
      terminal.note(
        "note: once optimised, nothing needs the state '\(state.name)', and it is left out\n")
    }
    try show(plan, comparedWith: compare ? graph : nil, passes, terminal) {
      CompileReport($0)
    }
  }

  /// The plan, within the budget if there is one.
  private func plan(_ graph: Graph, _ observe: Pipeline.Observer) throws -> Plan {
    guard let budget = budget.budget else {
      return Plan(graph, workers: threads.count, gathered: BatchInputs.gathered)
    }
    let plan = try budget.plan(graph, workers: threads.count, gathered: BatchInputs.gathered)
    let isChanged = plan.graph.nodes.count > graph.nodes.count
    try observe(Stage(Recompute.name, .before, graph))
    try observe(Stage(Recompute.name, .after(changed: isChanged), plan.graph))
    return plan
  }

  /// Shows what was asked for of a stage.
  private func show(
    _ stage: Stage, in passes: inout PassesReport, _ terminal: Terminal
  ) throws {
    if let text = stages.text(of: stage) { try terminal.print(text) }
    if stages.passes { passes.add(stage) }
  }

  /// Shows what was asked for of the compiled graph.
  private func show(
    _ plan: Plan, comparedWith original: Graph?, _ passes: PassesReport, _ terminal: Terminal,
    report: (Plan) throws -> CompileReport
  ) throws {
    try memory.draw(plan, terminal)
    if stages.passes { try format.write(passes.text, passes.json, to: terminal) }
    guard stages.option == nil else { return }
    let picture = GraphPicture(plan, before: original)
    switch emit {
    case .ir: try terminal.print(plan.graph.text)
    case .plan: try terminal.print(PlanListing(plan).text)
    case .dot: try terminal.print(picture.dot)
    case .mermaid: try terminal.print(picture.mermaid)
    case .netron: try terminal.print(picture.netron.serialized(pretty: true) + "\n")
    case .summary where memory.memory:
      let report = MemoryReport(plan)
      try format.write(report.text, report.json, to: terminal)
    case .summary:
      let report = try report(plan)
      try format.write(report.text, report.json, to: terminal)
    }
  }
}
