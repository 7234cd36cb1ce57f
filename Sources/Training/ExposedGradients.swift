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
  /// which updates no parameter, is differentiated. The nodes of this graph are the first of the new
  /// one's, in the same order.
  ///
  /// - Parameter text: the text that the graph was read from, to point into.
  /// - Throws: E0505 where there is no loss, or no gradient of it.
  func exposingGradients(in text: GraphText? = nil) throws -> Graph {
    let place = text?.place(ofOutput: "loss") ?? .nowhere
    guard let loss = output("loss") else {
      throw InputError(
        uncheckable(
          "the graph has no output 'loss'", at: place, help: "name a value: output loss = %7"))
    }
    let type = type(of: loss)
    guard type.rank == 0, type.element.isFloatingPoint else {
      throw InputError(
        uncheckable(
          "the output 'loss' is \(type)", at: place, label: "is no scalar of floating point",
          help: "a loss is a scalar, such as a 'mean' makes"))
    }
    let isForward = !updates.contains { states[$0.state].role == .parameter }
    let flaws = isForward ? penaltyFlaws(text) : []
    guard flaws.isEmpty else { throw InputError(flaws) }
    let exposed: Graph
    do {
      let graph = try converted(to: .f64)
      exposed =
        isForward
        ? try Pipeline([Differentiate.exposingGradients]).run(on: graph)
        : try graph.exposing(graph.optimizerSteps())
    } catch let error as ShapeError {
      throw InputError(
        uncheckable(
          error.description, at: error.node.flatMap { text?.place(of: $0) } ?? .nowhere,
          label: "stands between the loss and a parameter",
          help: "only what a graph of training is made of has a gradient"))
    }
    guard exposed.outputs.contains(where: { $0.name.hasPrefix("gradient.") }) else {
      throw InputError(
        isForward
          ? [
            uncheckable(
              "the loss depends on no parameter", at: place, label: "depends on no parameter",
              help: "a parameter is a state of that role")
          ] : updateFlaws(text))
    }
    return exposed
  }

  private func uncheckable(
    _ reason: String, at place: Diagnostic.Place, label: String = "", help: String
  ) -> Diagnostic {
    Diagnostic(
      code: "E0505", "gradients cannot be checked: \(reason)", at: place,
      label: place == .nowhere ? "" : label, help: [help])
  }

  /// The penalties that cannot be added to the loss.
  private func penaltyFlaws(_ text: GraphText?) -> [Diagnostic] {
    states.enumerated().compactMap { index, state -> Diagnostic? in
      guard state.role == .parameter, state.penalty != .none else { return nil }
      do throws(ShapeError) {
        _ = try RowSquareSum().resultTypes(of: [type(of: state.value)])
        return nil
      } catch {
        return uncheckable(
          "the penalty of '%\(state.name)' \(error.description)",
          at: text?.place(ofPenalty: index) ?? .nowhere, label: "is added to the loss",
          help: "penalties are for weights; leave l1 and l2 out here")
      }
    }
  }

  /// For each parameter that is updated, why its gradient cannot be told from that.
  private func updateFlaws(_ text: GraphText?) -> [Diagnostic] {
    updates.enumerated().compactMap { index, update -> Diagnostic? in
      let state = states[update.state]
      guard state.role == .parameter else { return nil }
      return uncheckable(
        "the update of '%\(state.name)' \(flaw(of: update))",
        at: text?.place(ofUpdate: index) ?? .nowhere, label: "tells no gradient",
        help: "the gradient is told by an operator such as 'sgd_update', whose first operands are "
          + "the parameter and its gradient, and whose first result is the update")
    }
  }

  /// Why an update tells no gradient, in words that continue "the update of a parameter".
  private func flaw(of update: Update) -> String {
    guard let id = node(defining: update.value) else { return "is a value that nothing computes" }
    let name = self[id].op.name
    guard self[id].op is any OptimizerOp else {
      return "comes from '\(name)', which is no operator of an optimizer"
    }
    guard self[id].results[0] == update.value else {
      return "is another result of '\(name)' than the parameter's new value"
    }
    let moved = self[id].operands[0]
    guard let before = node(defining: moved) else {
      return "comes from '\(name)' of another state or input"
    }
    return self[before].op is any OptimizerOp
      ? "is chained: '\(name)' moves what '\(self[before].op.name)' made, not the parameter itself"
      : "comes from '\(name)' of what '\(self[before].op.name)' made, not of the parameter itself"
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
