import Datasets
import Execution
public import IR
import Kernels
public import Lowering
import Operators
public import Passes
import Source

/// Times a training step, a prediction or a graph given as text, and beside it the bare matrix
/// products of the same graph.
///
/// A sample is the mean over a run of steps that lasts some milliseconds; samples of the step and
/// of the products alternate, so that a drift of the machine's speed hits both. A training step
/// includes the gather of its rows, the update, and its part of an epoch's shuffle. The products
/// are those of the unoptimised graph, by one-thread BLAS on each worker's share, with buffers of
/// their own and nothing between them.
public struct StepBenchmark: Sendable {
  /// The smallest, the middle and the largest of the samples, in milliseconds.
  public struct Spread: Hashable, Sendable {
    /// The smallest sample.
    public var min: Double
    /// The middle sample.
    public var median: Double
    /// The largest sample.
    public var max: Double

    init(_ samples: [Double]) {
      let sorted = samples.sorted()
      min = sorted.first ?? 0
      median = sorted.isEmpty ? 0 : sorted[sorted.count / 2]
      max = sorted.last ?? 0
    }
  }

  /// What was timed; nil for a graph that was given as text.
  public let subject: Subject?
  /// The step.
  public let step: Spread
  /// The products alone.
  public let products: Spread
  /// The smallest step over the smallest products; nil where the graph has none.
  public var ratio: Double? { products.min > 0 ? step.min / products.min : nil }
  /// The number of workers.
  public let threads: Int
  /// The rows of a batch; nil for a graph that was given as text.
  public let batch: Int?
  /// The number of samples of each kind.
  public let repeats: Int
  /// The floating-point operations of a step.
  public let flops: Int

  /// What is timed.
  public enum Subject: Hashable, Sendable {
    case trainingStep
    case prediction
  }

  /// Times a model's training step or prediction.
  public init(
    _ model: Model, subject: Subject, rows: LoadedRows, batch: Int, threads: Int,
    level: OptimizationLevel, disabling disabled: Set<String> = [], repeats: Int
  ) throws {
    let network = try Network(
      model, level: level, disabling: disabled, threads: threads,
      trainingRows: subject == .trainingStep ? batch : nil)
    func graph(_ compiler: Compiler) throws -> Graph {
      switch subject {
      case .trainingStep: try compiler.trainingStep(rows: batch)
      case .prediction: try compiler.inference(rows: batch, outputs: ["prediction"])
      }
    }
    let optimized = try graph(network.compiler)
    let runner = try BatchRunner(
      optimized, rows: rows, batch: batch, states: network.states, team: network.team)
    var epoch = EpochLoop(runner, rows: rows.count, batch: batch, model: model)
    let overhead = subject == .trainingStep ? epoch.secondsOfShuffle() : 0
    self.init(
      try BareProducts(Plan(try graph(Compiler(model, level: .none)), workers: threads)),
      subject: subject, team: network.team, batch: batch, repeats: repeats,
      flops: optimized.flops, overhead: overhead
    ) { epoch.run() }
  }

  /// Times a graph that was given as text, on made-up inputs, beside the products it has unoptimised.
  /// States start from their initialisers, and every run updates them.
  ///
  /// - Throws: E0502 where the graph does not fit this machine.
  public init(
    _ graph: Graph, threads: Int, level: OptimizationLevel, disabling disabled: Set<String> = [],
    repeats: Int
  ) throws {
    let optimized = try Compiler.inferencePasses(on: graph, level: level, disabling: disabled)
    let team = Team(workers: threads)
    let runner = try GraphRunner(optimized, team: team)
    self.init(
      try BareProducts(Plan(graph, workers: threads)), subject: nil, team: team, batch: nil,
      repeats: repeats, flops: optimized.flops, overhead: 0
    ) { runner.run() }
  }

  /// Measures in turn a step, which `run` makes, and the products; a step's time has `overhead`
  /// seconds on top.
  private init(
    _ bare: BareProducts, subject: Subject?, team: Team, batch: Int?, repeats: Int, flops: Int,
    overhead: Double, run: () -> Void
  ) {
    let stepRuns = Self.calibrate(run)
    let productRuns = Self.calibrate { bare.run(on: team) }
    var steps: [Double] = []
    var products: [Double] = []
    for _ in 0..<repeats {
      steps.append(1e3 * (Self.time(stepRuns, run) + overhead))
      products.append(1e3 * Self.time(productRuns) { bare.run(on: team) })
    }
    step = Spread(steps)
    self.products = Spread(bare.isEmpty ? [] : products)
    self.subject = subject
    threads = team.workers
    self.batch = batch
    self.repeats = repeats
    self.flops = flops
  }

  /// Seconds of one call, the mean over `count`.
  private static func time(_ count: Int, _ body: () -> Void) -> Double {
    let start = Machine.seconds()
    for _ in 0..<count { body() }
    return (Machine.seconds() - start) / Double(count)
  }

  /// How many calls last about 10 milliseconds; the calls made to find out are the warm-up.
  private static func calibrate(_ body: () -> Void) -> Int {
    var count = 1
    while true {
      let seconds = time(count, body) * Double(count)
      if seconds > 0.01 || count >= 1 << 20 { return max(1, Int(Double(count) * 0.01 / seconds)) }
      count *= 2
    }
  }
}

/// The matrix products of a plan, each on buffers of its own, without barriers.
private struct BareProducts {
  private let lists: [StepList]
  let isEmpty: Bool

  init(_ plan: Plan) throws(InputError) {
    let graph = plan.graph
    let bytes = plan.tasks.reduce(0) { sum, task in
      let node = graph[task.node]
      guard node.op is Matmul else { return sum }
      return graph.types(of: node.operands + node.results).reduce(sum) { $0 + $1.byteCount }
    }
    try checkFits(bytes, on: Machine.memory, doing: "the matrix products alone")
    var steps: [[Step]] = Array(repeating: [], count: plan.workers)
    for task in plan.tasks {
      let node = graph[task.node]
      guard node.op is Matmul else { continue }
      let matrices = (node.operands + node.results).enumerated().map { index, value in
        let type = graph.type(of: value)
        let memory = Memory(byteCount: Buffer.aligned(type.byteCount))
        let matrix = memory.matrix(at: 0, type.element, rows: type.rows, columns: type.columns)
        matrix.fillUniform(low: -1, high: 1, seed: 1, stream: UInt64(index))
        return matrix
      }
      for (worker, block) in task.blocks.enumerated() {
        guard let block else { continue }
        steps[worker] += node.op.prepare(
          Call(
            operands: Array(matrices.dropLast()), results: [matrices[matrices.count - 1]],
            block: block, seed: 0))
      }
    }
    isEmpty = steps.allSatisfy(\.isEmpty)
    lists = steps.map { StepList($0) }
  }

  func run(on team: Team) { team.run(lists) }
}
