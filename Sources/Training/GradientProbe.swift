import Execution
import IR
import Kernels
import Operators
import Source

/// A graph whose loss is probed entry by entry. It has the outputs `loss` and
/// `gradient.<parameter>`, computes in double precision and updates nothing.
struct GradientProbe {
  private let graph: Graph
  private let text: GraphText?
  private let steps: [Double]
  private let states: StateStore
  private let analytic: Executor
  private let loss: Executor
  private let kinks: [String]
  private var random: RandomStream
  private let inputs: MadeUpInputs
  /// The states whose absolute values are summed, so that each of their elements has a kink at 0.
  private let absolute: Set<String>

  /// Prepares the probe.
  ///
  /// - Parameter text: the text that the first nodes of the graph were read from, to point into.
  /// - Throws: E0502 where it does not fit this machine.
  init(_ graph: Graph, of text: GraphText?, steps: [Double], threads: Int) throws {
    self.graph = graph
    self.text = text
    self.steps = steps
    let analyticPlan = Plan(graph, workers: threads)
    let (forward, kinks) = try Self.forward(graph)
    let lossPlan = Plan(forward, workers: threads)
    try analyticPlan.verify()
    try lossPlan.verify()
    try checkFits(
      analyticPlan.memory.whole + lossPlan.memory.whole - lossPlan.memory.state,
      on: Machine.memory, doing: "the check in double precision")
    states = StateStore([graph])
    let team = Team(workers: threads)
    analytic = Executor(analyticPlan, states: states, team: team)
    random = RandomStream(seed: graph.seed, stream: 0x6368_6563)
    inputs = MadeUpInputs(graph)
    self.kinks = kinks
    loss = Executor(lossPlan, states: states, team: team)
    let summed = Set(graph.nodes.lazy.filter { $0.op is RowAbsoluteSum }.map { $0.operands[0] })
    absolute = Set(graph.states.lazy.filter { summed.contains($0.value) }.map(\.name))
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
      let kink =
        node.op.kinkResult.map { node.results[$0] }
        ?? node.op.kinkOperand.map { node.operands[$0] }
      if let kink {
        kinks.append("kink.\(kinks.count)")
        rewriter.addOutput(kinks[kinks.count - 1], rewriter(kink))
      }
      if let kinked = node.op as? any KinkedOp {
        kinks.append("kink.\(kinks.count)")
        let side = try kinked.side(node.operands.map { rewriter($0) }, &rewriter)
        rewriter.addOutput(kinks[kinks.count - 1], side)
      }
    }
    rewriter.addOutput("loss", rewriter(loss))
    return (rewriter.graph, kinks)
  }

  /// Runs a graph on the inputs; they share memory with later values, so each run writes them anew.
  private func run(_ executor: Executor) {
    for input in inputs.inputs { executor.input(input.name)?.write(input.values) }
    // The graph updates nothing, so penalties depend on states alone, which the probe changes.
    executor.runPrologue()
    executor.run()
  }

  /// Probes every parameter; `observe` is told of each entry and step that is done.
  mutating func check(
    _ observe: CheckProgress.Observer
  ) throws(InputError) -> [GradientCheck.Tensor] {
    // Biases at zero sit on their layer's symmetric point; everything is moved off it a little.
    for entry in states.entries
    where entry.role == .parameter && entry.type.element.isFloatingPoint {
      for index in 0..<entry.matrix.count { entry.matrix[index] += 0.01 * random.normal() }
    }
    run(analytic)
    guard let loss = analytic.output("loss")?[0], loss.isFinite else {
      throw InputError(notFinite)
    }
    let gradients = states.entries.compactMap { entry in
      analytic.output("gradient.\(entry.name)").map { (entry, $0.values(as: Double.self)) }
    }
    let probes = gradients.map { entry, gradient in
      (entry, gradient, entries(of: gradient.count))
    }
    let largest = probes.map { norm($0.2.map { [gradient = $0.1] in gradient[$0] }) }.max() ?? 0
    var progress = CheckProgress(
      part: "", done: 0, count: steps.count * probes.reduce(0) { $0 + $1.2.count })
    return probes.map { entry, gradient, entries in
      progress.part = entry.name
      return tensor(entry, gradient, entries, largest) {
        observe(progress)
        progress.done += 1
      }
    }
  }

  /// What is said where the loss is not a finite number: the node with which that begins.
  private var notFinite: Diagnostic {
    var diagnostic = Diagnostic(
      code: "E0503", "gradients cannot be checked: the loss is not a finite number")
    var feed = Feed(inputs: [:], states: [:])
    for input in inputs.inputs { feed.inputs[input.name] = input.values }
    for entry in states.entries { feed.states[entry.name] = entry.matrix.values(as: Double.self) }
    guard let cause = NonFiniteLoss(graph, feed) else { return diagnostic }
    if let text, text.graph.nodes.indices.contains(cause.node.index) {
      diagnostic.place = text.place(of: cause.node)
    }
    diagnostic.label = "\(cause.place) \(cause.reason)"
    diagnostic.help = [cause.help]
    return diagnostic
  }

  /// The entries of a tensor to look at: all of a small one, seeded ones of a large one.
  private mutating func entries(of count: Int) -> [Int] {
    guard count > GradientCheck.entryLimit else { return Array(0..<count) }
    var chosen: Set<Int> = []
    while chosen.count < GradientCheck.entryLimit { chosen.insert(random.below(count)) }
    return chosen.sorted()
  }

  private func tensor(
    _ state: StateStore.Entry, _ gradient: [Double], _ entries: [Int], _ largest: Double,
    _ willProbe: () -> Void
  ) -> GradientCheck.Tensor {
    var errors: [Double] = []
    var skipped: [Int] = []
    var norms: [GradientCheck.Norms] = []
    for step in steps {
      var analytic: [Double] = []
      var numeric: [Double] = []
      for index in entries {
        willProbe()
        guard let slope = slope(state, index, step) else { continue }
        analytic.append(gradient[index])
        numeric.append(slope)
      }
      let difference = norm(zip(analytic, numeric).map { $0 - $1 })
      let sum = norm(analytic) + norm(numeric)
      norms.append(GradientCheck.Norms(difference: difference, sum: sum))
      let scale = max(sum, 1e-4 * largest)
      // A gradient that is not finite agrees with nothing, not even with its like.
      let error = difference == 0 ? 0 : difference / scale
      errors.append(error.isFinite ? error : .infinity)
      skipped.append(entries.count - analytic.count)
    }
    var tensor = GradientCheck.Tensor(
      name: state.name, shape: state.type.shape, entries: entries.count, errors: errors,
      norms: norms, skipped: skipped, best: nil)
    tensor.best = errors.indices.filter(tensor.counts).min { errors[$0] < errors[$1] }
    return tensor
  }

  /// The central difference at an entry; nil where a kink lies between the two sides.
  private func slope(_ state: StateStore.Entry, _ index: Int, _ step: Double) -> Double? {
    let value = state.matrix[index]
    defer { state.matrix[index] = value }
    let (high, low) = (value + step, value - step)
    if absolute.contains(state.name), (high > 0) != (low > 0) { return nil }
    state.matrix[index] = high
    run(loss)
    let above = loss.output("loss")?[0] ?? 0
    let signsAbove = signs()
    state.matrix[index] = low
    run(loss)
    let below = loss.output("loss")?[0] ?? 0
    guard signs() == signsAbove else { return nil }
    return (above - below) / (high - low)
  }

  /// On which side of its kink every element is.
  private func signs() -> [Bool] {
    kinks.flatMap { name in
      loss.output(name).map { $0.values(as: Double.self).map { $0 > 0 } } ?? []
    }
  }

  private func norm(_ values: [Double]) -> Double {
    values.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }
}
