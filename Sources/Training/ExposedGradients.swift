import IR
import Kernels
import Operators
import Passes
import Source

extension Graph {
  /// A graph's text made ready for the gradient check: in double precision, without updates, with
  /// the outputs `loss` and `gradient.<parameter>`.
  ///
  /// The gradients of a training step are what the updates of its optimizer follow. A forward graph,
  /// which updates no parameter, is differentiated.
  ///
  /// - Throws: E0505 where there is no loss, or no gradient of it.
  func exposingGradients() throws -> Graph {
    guard let loss = output("loss") else {
      throw uncheckable("the graph has no output 'loss'", help: "name a value: output loss = %7")
    }
    let type = type(of: loss)
    guard type.rank == 0, type.element.isFloatingPoint else {
      throw uncheckable(
        "the output 'loss' is \(type)", help: "a loss is a scalar, such as a 'mean' makes")
    }
    do {
      let graph = try converted(to: .f64)
      let steps = graph.optimizerSteps()
      let isForward = !graph.updates.contains { graph.states[$0.state].role == .parameter }
      let exposed =
        isForward
        ? try Pipeline([Differentiate.exposingGradients]).run(on: graph)
        : try graph.exposing(steps)
      guard exposed.outputs.contains(where: { $0.name.hasPrefix("gradient.") }) else {
        throw isForward
          ? uncheckable("the loss depends on no parameter", help: "a parameter is a state")
          : uncheckable(
            "no operator of an optimizer updates a parameter",
            help: "such as 'sgd_update', whose operands are the parameter and its gradient")
      }
      return exposed
    } catch let error as ShapeError {
      throw uncheckable(
        error.description, help: "only what a graph of training is made of has a gradient")
    }
  }

  private func uncheckable(_ reason: String, help: String) -> InputError {
    InputError(
      Diagnostic(code: "E0505", "gradients cannot be checked: \(reason)", help: [help]))
  }

  /// The parameters that an optimizer's operator updates, each with that node.
  private func optimizerSteps() -> [(parameter: State, node: Node)] {
    updates.compactMap { update in
      let state = states[update.state]
      guard state.role == .parameter, let id = node(defining: update.value),
        self[id].op is any OptimizerOp, self[id].results[0] == update.value,
        self[id].operands[0] == state.value
      else { return nil }
      return (state, self[id])
    }
  }

  /// The gradient itself, where an optimizer follows what clipping makes of it.
  private func unclipped(_ gradient: ValueID) -> ValueID {
    var gradient = gradient
    while let id = node(defining: gradient), self[id].op is any GradientClippingOp {
      gradient = self[id].operands[0]
    }
    return gradient
  }

  /// The graph without updates, its loss and the gradients that optimizer's nodes follow as outputs.
  private func exposing(
    _ steps: [(parameter: State, node: Node)]
  ) throws(ShapeError) -> Graph {
    var rewriter = Rewriter(self)
    for node in nodes { try rewriter.copy(node) }
    if let loss = output("loss") { rewriter.addOutput("loss", rewriter(loss)) }
    for step in steps {
      guard let op = step.node.op as? any OptimizerOp else { continue }
      var operands = step.node.operands.map { rewriter($0) }
      operands[1] = rewriter(unclipped(step.node.operands[1]))
      rewriter.addOutput(
        "gradient.\(step.parameter.name)", try op.gradient(operands, &rewriter))
    }
    return rewriter.graph
  }
}
