import Execution
import IR
import Kernels
public import Lowering
import Operators
public import Passes
public import Source
import Syntax

/// Times a compilation phase by phase: parsing, checking, lowering, every pass, planning, and the
/// proof of the plan. The figures are the smallest of some repetitions.
public struct CompileBenchmark: Sendable {
  /// A phase of the compilation and what it took.
  public struct Phase: Hashable, Sendable {
    /// The name, such as `parse` or a pass's.
    public var name: String
    /// Its time in milliseconds; a pass that ran in several rounds has the sum.
    public var milliseconds: Double
  }

  /// The phases in the order in which they first ran.
  public private(set) var phases: [Phase] = []
  /// All phases of one compilation together, in milliseconds.
  public private(set) var total = Double.infinity
  /// The nodes of the compiled graph.
  public private(set) var nodeCount = 0
  /// The most memory that the process has had so far, in bytes.
  public let peakMemory: Int
  /// How many times was measured.
  public let repeats: Int

  /// Times the compilation of a model's training step or prediction.
  ///
  /// - Parameters:
  ///   - source: the `.nn` text.
  ///   - data: what is known of the data.
  ///   - configure: sets what the command line overrides, and tells the rows of a batch.
  public init(
    model source: SourceText, data: DataFacts?, subject: StepBenchmark.Subject, threads: Int,
    level: OptimizationLevel, disabling disabled: Set<String> = [], repeats: Int,
    configure: (inout Model) throws -> Int
  ) throws {
    try self.init(repeats: repeats) { lap, passes in
      let parsed = parse(source)
      lap("parse")
      var model = try check(parsed.program, syntaxErrors: parsed.diagnostics, data: data).model
      lap("check")
      let rows = try configure(&model)
      let compiler = Compiler(model, level: level, disabling: disabled)
      let graph =
        switch subject {
        case .trainingStep: try compiler.trainingStep(rows: rows, observe: passes)
        case .prediction:
          try compiler.inference(rows: rows, outputs: ["prediction"], observe: passes)
        }
      lap("verify graph")
      return BatchRunner.plan(graph, workers: threads)
    }
  }

  /// Times the compilation of a graph given as text.
  public init(
    graph source: SourceText, threads: Int, level: OptimizationLevel,
    disabling disabled: Set<String> = [], repeats: Int
  ) throws {
    try self.init(repeats: repeats) { lap, passes in
      let graph = try Graph(reading: source, ops: Catalog.ops)
      let optimized = try Compiler.inferencePasses(
        on: graph, level: level, disabling: disabled, observe: passes)
      lap("verify graph")
      return BatchRunner.plan(optimized, workers: threads)
    }
  }

  private init(
    repeats: Int, compile: (_ lap: (String) -> Void, _ passes: Pipeline.Observer) throws -> Plan
  ) throws {
    var best: [String: Double] = [:]
    var names: [String] = []
    for _ in 0..<repeats {
      var times: [String: Double] = [:]
      let begin = Machine.seconds()
      var last = begin
      func lap(_ phase: String) {
        let now = Machine.seconds()
        times[phase, default: 0] += 1e3 * (now - last)
        if !names.contains(phase) { names.append(phase) }
        last = now
      }
      let plan = try compile(lap) { stage in
        if stage.moment != .before { lap(stage.name) }
      }
      lap("plan")
      try plan.verify()
      lap("verify plan")
      total = min(total, 1e3 * (last - begin))
      for (name, time) in times { best[name] = min(best[name] ?? .infinity, time) }
      nodeCount = plan.graph.nodes.count
    }
    phases = names.map { Phase(name: $0, milliseconds: best[$0] ?? 0) }
    peakMemory = Machine.peakMemory
    self.repeats = repeats
  }
}
