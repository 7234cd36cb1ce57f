import Execution
import IR
import Kernels
public import Lowering
import Operators
import Source

/// Compares the analytic gradients of a model with central differences, in double precision.
///
/// In training mode, with one dropout mask, on 8 random rows; the graph updates nothing. The error
/// of a tensor at a step h is ||a - n|| / max(||a|| + ||n||, 1e-4 g), where a and n are the
/// analytic and numeric gradients of the entries looked at and g is the largest norm of any
/// tensor's.
public struct GradientCheck: Sendable {
  /// The steps h that are tried.
  public static let steps = [1e-3, 1e-4, 1e-5, 1e-6]
  /// How many entries of a large tensor are looked at.
  public static let entryLimit = 200
  /// The rows of the batch.
  public static let rows = 8
  /// What the worst tensor's error may be.
  public static let tolerance = 1e-7

  /// What was found for one parameter.
  public struct Tensor: Hashable, Sendable {
    /// The parameter's name.
    public var name: String
    /// Its shape.
    public var shape: [Int]
    /// The entries that were looked at.
    public var entries: Int
    /// The error at each step.
    public var errors: [Double]
    /// The entries left out at each step, since a kink lay between the two sides.
    public var skipped: [Int]
    /// The index of the best step; steps that left out more than a tenth do not count.
    public var best: Int?
    /// The error at the best step.
    public var error: Double { best.map { errors[$0] } ?? .infinity }
  }

  /// What was found, parameter by parameter.
  public let tensors: [Tensor]
  /// The error of the worst tensor at its best step.
  public var worst: Double { tensors.map(\.error).max() ?? 0 }

  /// Checks a model.
  ///
  /// - Throws: E0503 where the loss is not a finite number, so that there is nothing to compare.
  public init(_ model: Model, threads: Int = 1) throws {
    let graph = try Compiler(model, element: .f64).gradients(rows: Self.rows)
    var probe = try Probe(graph, model: model, threads: threads)
    tensors = try probe.check()
  }
}

/// A graph whose loss is probed entry by entry.
private struct Probe {
  private let graph: Graph
  private let states: StateStore
  private let analytic: Executor
  private let loss: Executor
  private let kinks: [String]
  private var random: RandomStream
  private let l1: [String: Bool]

  init(_ graph: Graph, model: Model, threads: Int) throws {
    self.graph = graph
    let (analyticPlan, (forward, kinks)) = (
      Plan(graph, workers: threads), try Self.forward(graph)
    )
    let lossPlan = Plan(forward, workers: threads)
    try analyticPlan.verify()
    try lossPlan.verify()
    try checkFits(
      analyticPlan.memory.state + analyticPlan.memory.planned + lossPlan.memory.planned,
      on: Machine.memory, doing: "the check in double precision")
    states = StateStore([graph])
    let team = Team(workers: threads)
    analytic = Executor(analyticPlan, states: states, team: team)
    random = RandomStream(seed: model.settings.seed, stream: 0x6368_6563)
    self.kinks = kinks
    loss = Executor(lossPlan, states: states, team: team)
    l1 = Dictionary(
      graph.states.map { ($0.name, $0.penalty.l1 > 0) }, uniquingKeysWith: { first, _ in first })
    feed(model)
  }

  /// The part of the graph that the loss needs, with the operands of kinks as outputs.
  private static func forward(_ graph: Graph) throws -> (Graph, [String]) {
    guard let loss = graph.output("loss") else { return (graph, []) }
    var live = [Bool](repeating: false, count: graph.values.count)
    live[loss.index] = true
    for node in graph.nodes.reversed() where node.results.contains(where: { live[$0.index] }) {
      for operand in node.operands { live[operand.index] = true }
    }
    var rewriter = Rewriter(graph)
    var kinks: [String] = []
    for node in graph.nodes where node.results.contains(where: { live[$0.index] }) {
      try rewriter.copy(node)
      if let kink = node.op.kinkResult {
        kinks.append("kink.\(kinks.count)")
        rewriter.addOutput(kinks[kinks.count - 1], rewriter(node.results[kink]))
      }
    }
    rewriter.addOutput("loss", rewriter(loss))
    return (rewriter.graph, kinks)
  }

  /// Random rows and labels, the same in both graphs.
  private mutating func feed(_ model: Model) {
    let count = model.inputShape.reduce(1, *) * GradientCheck.rows
    let rows = (0..<count).map { _ in random.uniform() }
    let classes = model.outputCount == 1 ? 2 : model.outputCount
    let labels = (0..<GradientCheck.rows).map { _ in Int32(random.below(classes)) }
    self.rows = rows
    self.labels = labels
  }
  private var rows: [Double] = []
  private var labels: [Int32] = []

  /// Runs a graph on the rows; inputs share memory with later values, so each run writes them anew.
  private func run(_ executor: Executor) {
    executor["rows"]?.write(rows)
    executor["labels"]?.write(labels)
    executor["step"]?[0] = 1
    // The graph updates nothing, so penalties depend on states alone, which the probe changes.
    executor.runPrologue()
    executor.run()
  }

  mutating func check() throws(InputError) -> [GradientCheck.Tensor] {
    // Biases at zero sit on their layer's symmetric point; everything is moved off it a little.
    for entry in states.entries where entry.role == .parameter {
      for index in 0..<entry.matrix.count { entry.matrix[index] += 0.01 * random.normal() }
    }
    run(analytic)
    guard let loss = analytic["loss"]?[0], loss.isFinite else {
      throw InputError(
        Diagnostic(
          code: "E0503", "gradients cannot be checked: the loss is not a finite number",
          help: ["the initialisers make weights that are too large"]))
    }
    let gradients = states.entries.compactMap { entry in
      analytic["gradient.\(entry.name)"].map { (entry, $0.values(as: Double.self)) }
    }
    let probes = gradients.map { entry, gradient in
      (entry, gradient, entries(of: gradient.count))
    }
    let largest = probes.map { norm($0.2.map { [gradient = $0.1] in gradient[$0] }) }.max() ?? 0
    return probes.map { tensor($0, $1, $2, largest) }
  }

  /// The entries of a tensor to look at: all of a small one, seeded ones of a large one.
  private mutating func entries(of count: Int) -> [Int] {
    guard count > GradientCheck.entryLimit else { return Array(0..<count) }
    var chosen: Set<Int> = []
    while chosen.count < GradientCheck.entryLimit { chosen.insert(random.below(count)) }
    return chosen.sorted()
  }

  private func tensor(
    _ state: StateStore.Entry, _ gradient: [Double], _ entries: [Int], _ largest: Double
  ) -> GradientCheck.Tensor {
    var errors: [Double] = []
    var skipped: [Int] = []
    for step in GradientCheck.steps {
      var analytic: [Double] = []
      var numeric: [Double] = []
      for index in entries {
        guard let slope = slope(state, index, step) else { continue }
        analytic.append(gradient[index])
        numeric.append(slope)
      }
      let difference = norm(zip(analytic, numeric).map { $0 - $1 })
      let scale = max(norm(analytic) + norm(numeric), 1e-4 * largest)
      // A gradient that is not finite agrees with nothing, not even with its like.
      let error = difference == 0 ? 0 : difference / scale
      errors.append(error.isFinite ? error : .infinity)
      skipped.append(entries.count - analytic.count)
    }
    let allowed = errors.indices.filter { skipped[$0] * 10 <= entries.count }
    return GradientCheck.Tensor(
      name: state.name, shape: state.type.shape, entries: entries.count, errors: errors,
      skipped: skipped, best: allowed.min { errors[$0] < errors[$1] })
  }

  /// The central difference at an entry; nil where a kink lies between the two sides.
  private func slope(_ state: StateStore.Entry, _ index: Int, _ step: Double) -> Double? {
    let value = state.matrix[index]
    defer { state.matrix[index] = value }
    let (high, low) = (value + step, value - step)
    if l1[state.name] == true, (high > 0) != (low > 0) { return nil }
    state.matrix[index] = high
    run(loss)
    let above = loss["loss"]?[0] ?? 0
    let signsAbove = signs()
    state.matrix[index] = low
    run(loss)
    let below = loss["loss"]?[0] ?? 0
    guard signs() == signsAbove else { return nil }
    return (above - below) / (high - low)
  }

  /// On which side of its kink every element is.
  private func signs() -> [Bool] {
    kinks.flatMap { name in
      loss[name].map { $0.values(as: Double.self).map { $0 > 0 } } ?? []
    }
  }

  private func norm(_ values: [Double]) -> Double {
    values.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }
}
