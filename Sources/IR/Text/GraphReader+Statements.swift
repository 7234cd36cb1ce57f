import Source

extension GraphReader {
  /// Reads an input.
  mutating func readInput(_ name: Lexeme, _ type: GraphSyntax.TensorType) {
    guard let type = readType(type) else { return define(name, as: .broken) }
    define(name, as: .value(graph.addInput(name.valueName, type)))
    places.inputs.append(name.range)
  }

  /// Reads a state.
  mutating func readState(_ state: GraphSyntax.State) {
    let type = readType(state.type)
    let initializer = readInitializer(
      state.initializer, state.arguments, for: type)
    let penalty = readPenalty(state.penalties)
    let origin = readOrigin(state.origin)
    guard let type, let role = State.Role(rawValue: state.role.text), let initializer else {
      return define(state.name, as: .broken)
    }
    let value = graph.addState(
      state.name.valueName, type, role: role, initializer: initializer, penalty: penalty,
      origin: origin)
    define(state.name, as: .value(value))
    places.states.append(state.name.range)
    places.penalties.append(state.penaltyRange)
  }

  /// Reads a node, and compares the types in the text with those of the operator's shape rule.
  mutating func readNode(_ node: GraphSyntax.Node) {
    let declared = node.results.map { readType($0.type) }
    let op = readOp(node)
    let operands = node.operands.map { resolve($0) }
    let known = operands.compactMap(\.self)
    let origin = readOrigin(node.origin)
    guard let op, known.count == operands.count, let results = apply(op, known, node, origin)
    else {
      for result in node.results { define(result.value, as: .broken) }
      return
    }
    for (index, result) in node.results.enumerated() {
      let inferred = graph.type(of: results[index])
      if let declared = declared[index], declared != inferred {
        report(
          "E0629", "\(quoted(node.op.text)) gives \(inferred), but the text says \(declared)",
          at: result.type.range, label: "should be \(inferred)")
        define(result.value, as: .broken)
      } else {
        define(result.value, as: .value(results[index]))
      }
    }
  }

  /// Adds a node; nil when the operands do not fit, or the results differ in number.
  private mutating func apply(
    _ op: any Op, _ operands: [ValueID], _ node: GraphSyntax.Node, _ origin: Origin?
  ) -> [ValueID]? {
    do {
      let results = try graph.add(
        op, operands, isRecomputed: node.isRecomputed, origin: origin)
      places.nodes.append(node.op.range)
      guard results.count != node.results.count else { return results }
      let types = results.map { graph.type(of: $0).description }.joined(separator: ", ")
      report(
        "E0630",
        "\(quoted(node.op.text)) gives \(results.count) results (\(types)), "
          + "but the text names \(node.results.count)",
        at: node.op.range, label: "gives \(results.count) results")
    } catch {
      report(error, of: op, operands, node)
    }
    return nil
  }

  /// Reports why an operator does not fit its operands: at the attribute where that is one, and else at
  /// the operator.
  private mutating func report(
    _ error: ShapeError, of op: any Op, _ operands: [ValueID], _ node: GraphSyntax.Node
  ) {
    let message = "\(quoted(node.op.text)) \(error.description)"
    let attributes = op.attributes
    if let (unfit, requirement) = error.unfit,
      let attribute = node.attributes.first(where: { attributes[$0.name.text] == unfit })
    {
      return report("E0628", message, at: attribute.valueRange, label: requirement)
    }
    let types = operands.map { graph.type(of: $0).description }.joined(separator: ", ")
    report(
      "E0628", message, at: node.op.range,
      label: operands.isEmpty ? "has no operands" : "reads \(types)")
  }

  /// The operator of a node with its attributes; nil after a mistake.
  private mutating func readOp(_ node: GraphSyntax.Node) -> (any Op)? {
    let attributes = readAttributes(node.attributes)
    guard let type = ops[node.op.text] else {
      report(
        "E0627", "unknown operator \(quoted(node.op.text))", at: node.op.range,
        label: "not an operator", help: suggestion(for: node.op.text, among: ops.names))
      return nil
    }
    guard let attributes else { return nil }
    do {
      var reader = AttributeReader(attributes)
      let op = try type.init(&reader)
      try reader.finish()
      return op
    } catch {
      report(error, of: node)
      return nil
    }
  }

  /// Reports what is wrong with a node's attributes: at the name where that is not one of the
  /// operator's, at the value where that does not fit, and else at the operator.
  private mutating func report(_ error: AttributeError, of node: GraphSyntax.Node) {
    let op = quoted(node.op.text)
    if let candidates = error.candidates,
      let name = node.attributes.map(\.name).first(where: {
        $0.text == error.name
          || error.name == nil && nearestName(to: $0.text, among: candidates) != nil
      })
    {
      report(
        "E0631", "\(AttributeError.unknownMessage(name.text)) in \(op)", at: name.range,
        label: "not an attribute of \(op)", help: suggestion(for: name.text, among: candidates))
    } else if let unfit = node.attributes.first(where: { $0.name.text == error.name }) {
      report(
        "E0631", "\(error.message) in \(op)", at: unfit.valueRange, label: "does not fit")
    } else {
      report(
        "E0631", "\(op) \(error.message)", at: node.op.range, label: "its attributes do not fit")
    }
  }

  /// Reads an update.
  mutating func readUpdate(of state: Lexeme, to value: Lexeme) {
    let target = resolve(state)
    let new = resolve(value)
    guard let target else { return }
    guard case .state(let index) = graph[target].definition else {
      return report(
        "E0632", "\(quoted(state.text)) is not a state and cannot be updated", at: state.range,
        label: "not a state")
    }
    guard updated.insert(target).inserted else {
      return report(
        "E0633", "\(quoted(state.text)) is updated twice", at: state.range,
        label: "is already updated above")
    }
    guard let new else { return }
    guard graph.type(of: new) == graph.type(of: target) else {
      return report(
        "E0634",
        "\(quoted(state.text)) is \(graph.type(of: target)), but its update "
          + "\(quoted(value.text)) is \(graph.type(of: new))",
        at: value.range, label: "must be \(graph.type(of: target))")
    }
    graph.addUpdate(index, new)
    places.updates.append(value.range)
  }

  /// Reads an output.
  mutating func readOutput(_ name: Lexeme, _ value: Lexeme) {
    if !outputs.insert(name.text).inserted {
      report(
        "E0635", "two outputs are named \(quoted(name.text))", at: name.range,
        label: "is already an output")
    }
    guard let id = resolve(value) else { return }
    graph.addOutput(name.text, id)
    places.outputs.append(value.range)
  }
}

extension Lexeme {
  /// The name of a named value, without its `%`.
  fileprivate var valueName: String { String(text.dropFirst()) }
}
