public import Execution
public import IR
import Kernels
public import Lowering
public import Passes

/// Times every node of a real step, on every worker.
///
/// Steps that note the time and plain ones take turns. The figures are means over the faster half of
/// the timed steps, so that what else the machine did does not count, and over the workers, so that
/// nodes, gathers, waits, copies and idle time add up to the step.
public struct OpBenchmark: Sendable {
  /// What one node took.
  public struct Row: Hashable, Sendable {
    /// The node.
    public var node: NodeID
    /// The mean over the workers, in microseconds.
    public var microseconds: Double
    /// The time of the worker that took longest, in microseconds.
    public var longest: Double
    /// The floating-point operations.
    public var flops: Int
    /// The bytes of all operands and results, each once.
    public var bytes: Int
  }

  /// The graph.
  public let graph: Graph
  /// The nodes in the order of the plan.
  public private(set) var rows: [Row]
  /// Gathering the batch, in microseconds.
  public private(set) var gather = 0.0
  /// Waiting at barriers, in microseconds.
  public private(set) var wait = 0.0
  /// Copying updates that could not be computed in place, in microseconds.
  public private(set) var copy = 0.0
  /// Before a worker begins, while others run already, and after it ended, in microseconds.
  public var idle: Double {
    max(0, timed - gather - wait - copy - rows.reduce(0) { $0 + $1.microseconds })
  }
  /// A step that notes the time, in microseconds.
  public let timed: Double
  /// A step that does not, in microseconds, from the same run.
  public let plain: Double
  /// The number of workers.
  public let threads: Int
  /// What each worker did in some consecutive steps: by step, by worker, in order.
  public let trace: [[[Span]]]

  /// The most steps that are timed; more of them would tell nothing new and take memory.
  private static let stepLimit = 200
  /// How many steps a trace shows.
  private static let tracedSteps = 5

  /// Times a model's training step or prediction.
  public init(
    _ model: Model, subject: StepBenchmark.Subject, rows: LoadedRows, batch: Int, threads: Int,
    level: OptimizationLevel, disabling disabled: Set<String> = [], repeats: Int
  ) throws {
    let network = try Network(
      model, level: level, disabling: disabled, threads: threads,
      trainingRows: subject == .trainingStep ? batch : nil)
    let graph =
      switch subject {
      case .trainingStep: try network.compiler.trainingStep(rows: batch)
      case .prediction: try network.compiler.inference(rows: batch, outputs: ["prediction"])
      }
    let plan = BatchRunner.plan(graph, workers: threads)
    func loop(isTimed: Bool) throws -> (EpochLoop, Executor) {
      let runner = try BatchRunner(
        plan, rows: rows, batch: batch, states: network.states, team: network.team,
        isTimed: isTimed)
      return (EpochLoop(runner, rows: rows.count, batch: batch, model: model), runner.executor)
    }
    var (plainLoop, _) = try loop(isTimed: false)
    var (timedLoop, executor) = try loop(isTimed: true)
    self.init(
      executor, repeats: repeats, plain: { plainLoop.run() }, timed: { timedLoop.run() })
  }

  /// Times a graph that was given as text, on made-up inputs.
  public init(
    _ graph: Graph, threads: Int, level: OptimizationLevel, disabling disabled: Set<String> = [],
    repeats: Int
  ) throws {
    let optimized = try Compiler.inferencePasses(on: graph, level: level, disabling: disabled)
    let team = Team(workers: threads)
    let plain = try GraphRunner(optimized, team: team)
    let timed = try GraphRunner(optimized, team: team, isTimed: true)
    self.init(
      timed.executor, repeats: repeats, plain: { plain.run() }, timed: { timed.run() })
  }

  private init(
    _ executor: Executor, repeats: Int, plain: () -> Void, timed: () -> Void
  ) {
    let plan = executor.plan
    let graph = plan.graph
    var steps: [[[Span]]] = []
    var plainTimes: [Double] = []
    for _ in 0..<3 {
      plain()
      timed()
    }
    for _ in 0..<min(max(repeats, Self.tracedSteps), Self.stepLimit) {
      let start = Machine.seconds()
      plain()
      plainTimes.append(1e6 * (Machine.seconds() - start))
      timed()
      steps.append(executor.spans)
    }
    func duration(_ step: [[Span]]) -> Double {
      let start = step.compactMap { $0.first?.start }.min() ?? 0
      return Double((step.compactMap { $0.last?.end }.max() ?? start) - start) / 1e3
    }
    let faster = steps.sorted { duration($0) < duration($1) }.prefix((steps.count + 1) / 2)
    let scale = 1 / (1e3 * Double(faster.count))
    var means = [Double](repeating: 0, count: graph.nodes.count)
    var longest = means
    for step in faster {
      var slowest = [UInt64](repeating: 0, count: graph.nodes.count)
      for span in step.joined() {
        let mean = Double(span.duration) * scale / Double(plan.workers)
        switch span.activity {
        case .gather: gather += mean
        case .wait: wait += mean
        case .copy: copy += mean
        case .node(let id):
          means[id.index] += mean
          slowest[id.index] = max(slowest[id.index], span.duration)
        }
      }
      for (index, time) in slowest.enumerated() { longest[index] += Double(time) * scale }
    }
    rows = plan.tasks.map { task in
      let node = graph[task.node]
      let values = Set(node.operands + node.results)
      return Row(
        node: task.node, microseconds: means[task.node.index], longest: longest[task.node.index],
        flops: graph.flops(of: node),
        bytes: values.reduce(0) { $0 + graph.type(of: $1).byteCount })
    }
    self.graph = graph
    self.timed = faster.reduce(0) { $0 + duration($1) } / Double(faster.count)
    let fasterPlain = plainTimes.sorted().prefix((plainTimes.count + 1) / 2)
    self.plain = fasterPlain.reduce(0, +) / Double(fasterPlain.count)
    threads = plan.workers
    trace = steps.suffix(Self.tracedSteps)
  }
}
