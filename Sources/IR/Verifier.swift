/// A graph breaks its contract. From a pass this is a bug in nnc; from a graph's text it is the
/// user's error.
public struct VerificationError: Error, Sendable, CustomStringConvertible {
  /// What is wrong.
  public var description: String
  /// The node it is about, if one.
  public var node: NodeID?

  /// Makes an error.
  public init(_ description: String, node: NodeID? = nil) {
    self.description = description
    self.node = node
  }
}

extension Graph {
  /// Checks the whole graph: every node, and the graph's inputs, states, updates and outputs.
  public func verify() throws(VerificationError) {
    try verifyInterface()
    var sites: Set<Int> = []
    var origin: Origin?
    for index in nodes.indices {
      try verify(NodeID(index), &origin)
      let op = nodes[index].op
      if !nodes[index].isRecomputed, !op.drawsAgain, let site = op.randomSite,
        !sites.insert(site).inserted
      {
        throw VerificationError(
          "'\(op.name)' draws at the random site \(site), as a node before it does",
          node: NodeID(index))
      }
    }
  }

  /// Checks the nodes that a pass touched and those that use their results, and the updates.
  public func verify(touched: [NodeID]) throws(VerificationError) {
    try verifyUpdates()
    var isTouched = [Bool](repeating: false, count: nodes.count)
    var origin: Origin?
    for id in touched {
      isTouched[id.index] = true
      try verify(id, &origin)
    }
    guard !touched.isEmpty else { return }
    for (index, node) in nodes.enumerated() where !isTouched[index] {
      let isUser = node.operands.contains { operand in
        guard has(operand) else { return true }
        guard let definer = self.node(defining: operand) else { return false }
        return definer.index >= index || isTouched[definer.index]
      }
      if isUser { try verify(NodeID(index), &origin) }
    }
  }

  /// Checks one node: operands stand before it, its results know it, the operator's own shape rule
  /// gives the types that the results have, and its text reads back.
  ///
  /// - Parameter origin: the origin that was last found right, which the next node often has too.
  private func verify(_ id: NodeID, _ origin: inout Origin?) throws(VerificationError) {
    let node = self[id]
    try verifyText(of: node, id, &origin)
    for operand in node.operands {
      guard has(operand) else {
        throw VerificationError("'\(node.op.name)' reads a value that is not there", node: id)
      }
      if let definer = self.node(defining: operand), definer >= id {
        throw VerificationError("'\(node.op.name)' reads a value before it is computed", node: id)
      }
    }
    guard !node.results.isEmpty else {
      throw VerificationError("'\(node.op.name)' has no results", node: id)
    }
    for (index, result) in node.results.enumerated()
    where !has(result) || self[result].definition != .result(id, index) {
      throw VerificationError("a result of '\(node.op.name)' has another definition", node: id)
    }
    let types: [TensorType]
    do {
      types = try node.op.resultTypes(of: self.types(of: node.operands))
    } catch {
      throw VerificationError("'\(node.op.name)' \(error.description)", node: id)
    }
    guard types == self.types(of: node.results) else {
      let recorded = node.results.map { type(of: $0).description }.joined(separator: ", ")
      let inferred = types.map(\.description).joined(separator: ", ")
      throw VerificationError(
        "'\(node.op.name)' gives \(inferred), but its results are \(recorded)", node: id)
    }
  }

  /// Checks that what a node prints besides its values reads back.
  private func verifyText(
    of node: Node, _ id: NodeID, _ origin: inout Origin?
  ) throws(VerificationError) {
    for entry in node.op.attributes.entries where !entry.isReadable {
      throw VerificationError(
        "'\(node.op.name)' has the attribute \(entry.name)=\(entry.value), which does not read back",
        node: id)
    }
    guard node.origin != origin else { return }
    if let flaw = node.origin?.flaw {
      throw VerificationError("'\(node.op.name)' \(flaw)", node: id)
    }
    origin = node.origin
  }

  /// Checks what stands around the nodes: unique names, types, initializers, one update a state.
  private func verifyInterface() throws(VerificationError) {
    try verify(name: name)
    var names: Set<String> = []
    for (index, state) in states.enumerated() {
      guard has(state.value), self[state.value].definition == .state(index) else {
        throw VerificationError("state '\(state.name)' has the definition of another value")
      }
      try verify(state)
      guard names.insert(state.name).inserted else {
        throw VerificationError("two states are named '\(state.name)'")
      }
    }
    for input in inputs {
      guard has(input), case .input(let name) = self[input].definition else {
        throw VerificationError("an input has the definition of another value")
      }
      try verify(name: name)
      try verify(type: type(of: input), of: name)
      guard names.insert(name).inserted else {
        throw VerificationError("the name '\(name)' is taken twice")
      }
    }
    try verifyUpdates()
    var outputNames: Set<String> = []
    for output in outputs {
      try verify(name: output.name)
      guard outputNames.insert(output.name).inserted else {
        throw VerificationError("two outputs are named '\(output.name)'")
      }
      guard has(output.value) else {
        throw VerificationError("output '\(output.name)' is a value that is not there")
      }
    }
  }

  private func verifyUpdates() throws(VerificationError) {
    var isUpdated = [Bool](repeating: false, count: states.count)
    for update in updates {
      guard states.indices.contains(update.state), has(update.value) else {
        throw VerificationError("an update is of a state or to a value that is not there")
      }
      let state = states[update.state]
      guard !isUpdated[update.state] else {
        throw VerificationError("state '\(state.name)' is updated twice")
      }
      isUpdated[update.state] = true
      guard type(of: update.value) == type(of: state.value) else {
        throw VerificationError(
          "state '\(state.name)' is \(type(of: state.value)), its update \(type(of: update.value))")
      }
    }
  }

  private func verify(_ state: State) throws(VerificationError) {
    try verify(name: state.name)
    try verify(type: type(of: state.value), of: state.name)
    if let flaw = state.initializer.flaw(for: type(of: state.value).element) {
      throw VerificationError("the initializer of state '\(state.name)' \(flaw)")
    }
    if let flaw = state.penalty.flaw {
      throw VerificationError("the penalty of state '\(state.name)' \(flaw)")
    }
    if let flaw = self[state.value].origin?.flaw {
      throw VerificationError("state '\(state.name)' \(flaw)")
    }
  }

  private func verify(name: String) throws(VerificationError) {
    guard name.isGraphName else {
      throw VerificationError("'\(name)' is not a name that a graph's text can hold")
    }
  }

  private func verify(type: TensorType, of name: String) throws(VerificationError) {
    do {
      try type.checkLimit()
    } catch {
      throw VerificationError("'\(name)' \(error.description)")
    }
  }

  private func has(_ value: ValueID) -> Bool { values.indices.contains(value.index) }
}

extension Origin {
  /// What keeps it from reading back, in words that continue the name of what it belongs to.
  fileprivate var flaw: String? {
    layer.isGraphName && line >= 1 ? nil : "has the origin \(self), which does not read back"
  }
}

extension Attributes.Entry {
  /// Whether the reader takes the text form, and as the same value.
  fileprivate var isReadable: Bool {
    guard name.isGraphName else { return false }
    return switch value {
    case .real(let number): number.isFinite
    case .word(let word): word.isGraphName && word != "true" && word != "false"
    case .reals(let numbers): !numbers.isEmpty && numbers.allSatisfy(\.isFinite)
    case .integer, .flag, .integers: true
    }
  }
}
