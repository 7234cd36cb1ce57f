import ArgumentParser
import Datasets
import IR
import JSON
import Lowering
import ModelFiles
import Reporting
import Source
import Training

/// `nnc bench`.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Times a training step or a prediction beside its bare matrix products.",
    discussion: """
      Example:
        nnc bench models/fashion.nn --data fashion
        nnc bench models/fashion.nn --inference --batch 1 --threads 1
        nnc bench models/fashion.nn --data fashion --ops --trace trace.json
        nnc bench models/fashion.nn --compile
        nnc compile models/fashion.nn --emit ir > step.ir && nnc bench step.ir
      """)

  @Argument(help: "The model, a .nn file, or a graph's text, an .ir file.")
  var model: String

  @Flag(help: "Time a prediction instead of a training step.")
  var inference = false

  @Flag(help: "Time the compilation, stage by stage, instead of what it makes.")
  var compile = false

  @Flag(help: "Time every op of a real step: its share, FLOPs, bytes and rates.")
  var ops = false

  @Option(
    help: "Write what each worker did in five steps to this file, for about:tracing or Perfetto.")
  var trace: String?

  @Option(parsing: .unconditional, help: "How many times to measure.")
  var repeats = 60

  @OptionGroup var optimization: OptimizationOptions
  @OptionGroup var data: DataOptions
  @OptionGroup var settings: SettingOptions
  @OptionGroup var threads: ThreadsOption
  @OptionGroup var format: FormatOption

  func validate() throws {
    try optimization.requireOptionalPasses(of: model)
    if !(1...100_000).contains(repeats) {
      throw ValidationError("--repeats must be from 1 to 100000")
    }
    if compile, ops || trace != nil {
      throw ValidationError("--compile times the compiler; --ops and --trace time a step")
    }
    guard isGraphText(model) else { return }
    try refuseBesideGraphText(["inference": inference ? true : nil])
    try data.refuseBesideGraphText()
    try settings.refuseBesideGraphText()
  }

  func run() throws {
    let terminal = Terminal(environment: environment)
    try refuse("--trace", trace, overwriting: [model], data: data.data)
    guard !compile else {
      let report = CompileBenchReport(try compilation(terminal))
      return try format.write(report.text, report.json, to: terminal)
    }
    guard ops || trace != nil else {
      let figures =
        isGraphText(model)
        ? try StepBenchmark(
          try readGraph(model, terminal).graph, threads: threads.count, level: optimization.level,
          disabling: optimization.disabled, repeats: repeats)
        : try step(terminal)
      let report = BenchReport(figures)
      return try format.write(report.text, report.json, to: terminal)
    }
    let figures =
      isGraphText(model)
      ? try OpBenchmark(
        try readGraph(model, terminal).graph, threads: threads.count, level: optimization.level,
        disabling: optimization.disabled, repeats: repeats)
      : try opsOfStep(terminal)
    if let trace {
      let bytes = Array(ChromeTrace(figures).json.serialized(pretty: false).utf8)
      try AtomicWrite.write(bytes, to: trace)
      terminal.note("saved \(printable(trace))\n")
    }
    let report = OpReport(figures)
    try format.write(report.text, report.json, to: terminal)
  }

  /// The model that is measured, and the rows it is measured on.
  private func subject(_ terminal: Terminal) throws -> (Model, rows: LoadedRows, batch: Int) {
    let dataset = try data.open()
    let model = try readModel(self.model, settings, data: data.facts(dataset), terminal)
    let batch = try rowsOfBatch(model, dataset)
    let rows =
      try dataset.map { LoadedRows(try $0.adapted(to: model).parts().train) }
      ?? LoadedRows(
        random: max(batch, min(60_000, 20 * batch)), for: model, seed: model.settings.seed)
    return (model, rows, batch)
  }

  private func step(_ terminal: Terminal) throws -> StepBenchmark {
    let (model, rows, batch) = try subject(terminal)
    return try StepBenchmark(
      model, subject: inference ? .prediction : .trainingStep, rows: rows, batch: batch,
      threads: threads.count, level: optimization.level, disabling: optimization.disabled,
      repeats: repeats)
  }

  private func opsOfStep(_ terminal: Terminal) throws -> OpBenchmark {
    let (model, rows, batch) = try subject(terminal)
    return try OpBenchmark(
      model, subject: inference ? .prediction : .trainingStep, rows: rows, batch: batch,
      threads: threads.count, level: optimization.level, disabling: optimization.disabled,
      repeats: repeats)
  }

  private func compilation(_ terminal: Terminal) throws -> CompileBenchmark {
    guard !isGraphText(model) else {
      return try CompileBenchmark(
        graph: try readGraphSource(model), threads: threads.count, level: optimization.level,
        disabling: optimization.disabled,
        repeats: repeats)
    }
    let dataset = try data.open()
    let facts = data.facts(dataset)
    // What is wrong with the model is told as by the other commands, before anything is timed.
    let source = try readModel(model, settings, data: facts, terminal).source
    return try CompileBenchmark(
      model: source, data: try settings.facts(beside: facts),
      subject: inference ? .prediction : .trainingStep, threads: threads.count,
      level: optimization.level, disabling: optimization.disabled, repeats: repeats
    ) { model in
      settings.apply(to: &model.settings)
      return try rowsOfBatch(model, dataset)
    }
  }
}
