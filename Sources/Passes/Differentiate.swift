public import IR
import Kernels
public import Operators

/// `differentiate`: turns a forward graph into a training step. It adds the penalties to the loss,
/// the backward nodes by reverse accumulation, clips the gradients and adds noise to them where that
/// is asked for, and adds the optimizer's updates.
///
/// The forward graph's output `loss` becomes `data_loss`; the new `loss` has the penalties. Of the
/// other outputs `accuracy` stays. Gradients are built only for values that depend on a parameter.
public struct Differentiate: Pass {
  /// The kebab-case name, which is the type's own, too.
  public static let name = "differentiate"
  /// The kebab-case name.
  public var name: String { Self.name }
  /// Runs once: it adds to the graph.
  public var isRepeated: Bool { false }

  private enum Purpose: Sendable {
    case training(any Optimizer, Clipping?, GradientNoise?)
    case gradientsOnly
  }
  private let purpose: Purpose

  /// Makes a training step.
  public init(
    _ optimizer: any Optimizer, clipping: Clipping? = nil, noise: GradientNoise? = nil
  ) {
    purpose = .training(optimizer, clipping, noise)
  }

  /// Makes a step that updates nothing and has each parameter's gradient as an output
  /// `gradient.<parameter>`.
  public static let exposingGradients = Differentiate(purpose: .gradientsOnly)

  private init(purpose: Purpose) { self.purpose = purpose }

  /// The graph after the pass; nil where it does not apply.
  public func run(on graph: Graph) throws(ShapeError) -> Rewrite? {
    guard let dataLoss = graph.output("loss") else {
      throw ShapeError("the graph has no output 'loss' to differentiate")
    }
    var rewriter = Rewriter(graph)
    for node in graph.nodes { try rewriter.copy(node) }
    let loss = try Self.addPenalties(to: rewriter(dataLoss), &rewriter)
    rewriter.addOutput("loss", loss)
    rewriter.addOutput("data_loss", rewriter(dataLoss))
    if let accuracy = graph.output("accuracy") {
      rewriter.addOutput("accuracy", rewriter(accuracy))
    }

    let parameters = rewriter.graph.states.filter { $0.role == .parameter }
    var builder = GradientBuilder(rewriter)
    let gradients = try Self.accumulateGradients(of: loss, &builder)
    rewriter = builder.rewriter
    switch purpose {
    case .training(let optimizer, let clipping, let noise):
      let learning = parameters.compactMap { parameter in
        gradients[parameter.value.index].map { (parameter: parameter, gradient: $0) }
      }
      let origins = learning.map { rewriter.graph[$0.parameter.value].origin }
      var followed = learning.map(\.gradient)
      if let clipping { followed = try clipping.clip(Array(zip(followed, origins)), &rewriter) }
      if let noise { followed = try noise.add(to: Array(zip(followed, origins)), &rewriter) }
      var updates = UpdateBuilder(rewriter)
      for (pair, gradient) in zip(learning, followed) {
        updates.turn(to: pair.parameter, gradient: gradient)
        try optimizer.addUpdate(&updates)
      }
      rewriter = updates.rewriter
      for update in graph.updates {
        rewriter.addUpdate(
          of: rewriter(graph.states[update.state].value), to: rewriter(update.value))
      }
    case .gradientsOnly:
      for parameter in parameters {
        guard let gradient = gradients[parameter.value.index] else { continue }
        rewriter.addOutput("gradient.\(parameter.name)", gradient)
      }
    }
    return Rewrite(
      graph: rewriter.graph, touched: rewriter.touched, standIns: rewriter.standIns)
  }

  /// loss + sum over the parameters of l1 sum |W| + l2 sum W^2.
  private static func addPenalties(
    to loss: ValueID, _ rewriter: inout Rewriter
  ) throws(ShapeError) -> ValueID {
    var loss = loss
    for state in rewriter.graph.states where state.role == .parameter {
      let origin = rewriter.graph[state.value].origin
      let terms: [(factor: Double, op: any Op)] = [
        (state.penalty.l1, RowAbsoluteSum()), (state.penalty.l2, RowSquareSum()),
      ]
      for term in terms where term.factor > 0 {
        let rows = try rewriter.add(term.op, [state.value], origin: origin)
        let sum = try rewriter.add(Sum(), rows, origin: origin)
        let penalty = try rewriter.add(Scale(factor: term.factor), sum, origin: origin)
        loss = try rewriter.add(Add(), [loss, penalty[0]], origin: origin)[0]
      }
    }
    return loss
  }

  /// The gradient of the loss with respect to every value that it depends on and that depends on a
  /// parameter, by one walk back over the nodes.
  ///
  /// - Throws: where there is none, with the node, which is the forward graph's of the same place.
  private static func accumulateGradients(
    of loss: ValueID, _ builder: inout GradientBuilder
  ) throws(ShapeError) -> [ValueID?] {
    let forward = builder.rewriter.graph
    let depends = dependsOnParameters(forward)
    var gradients = [ValueID?](repeating: nil, count: forward.values.count)
    gradients[loss.index] = try builder.rewriter.add(
      Constant(forward.type(of: loss), value: 1), [], origin: nil)[0]

    for (place, node) in forward.nodes.enumerated().reversed() {
      let upstream = node.results.map { gradients[$0.index] }
      let wanted = node.operands.map { depends[$0.index] }
      guard upstream.contains(where: { $0 != nil }), wanted.contains(true) else { continue }
      guard let op = node.op as? any DifferentiableOp else {
        throw ShapeError("'\(node.op.name)' has no gradient", node: NodeID(place))
      }
      builder.turn(to: node, upstream: upstream, wanted: wanted)
      let contributions: [ValueID?]
      do {
        contributions = try op.gradients(&builder)
      } catch {
        throw ShapeError(
          "in the gradient of '\(node.op.name)' something \(error.description)",
          node: NodeID(place))
      }
      for (index, operand) in node.operands.enumerated() where wanted[index] {
        guard let contribution = contributions[index] else { continue }
        gradients[operand.index] =
          try gradients[operand.index].map { (sum) throws(ShapeError) in
            try builder.add(Add(), sum, contribution)
          } ?? contribution
      }
    }
    return gradients
  }

  /// Which values depend on a parameter.
  private static func dependsOnParameters(_ graph: Graph) -> [Bool] {
    var depends = [Bool](repeating: false, count: graph.values.count)
    for state in graph.states where state.role == .parameter { depends[state.value.index] = true }
    for node in graph.nodes where node.operands.contains(where: { depends[$0.index] }) {
      for result in node.results { depends[result.index] = true }
    }
    return depends
  }
}
