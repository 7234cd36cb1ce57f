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
    var sites: [String: Set<Int>] = [:]
    for index in nodes.indices {
      try verify(NodeID(index))
      if let site = nodes[index].op.randomSite,
        !sites[nodes[index].op.name, default: []].insert(site).inserted
      {
        throw VerificationError(
          "two '\(nodes[index].op.name)' nodes share the random site \(site)", node: NodeID(index))
      }
    }
  }

  /// Checks the nodes that a pass touched and those that use their results.
  public func verify(touched: [NodeID]) throws(VerificationError) {
    try verifyInterface()
    let results = Set(touched.lazy.flatMap { self.nodes[$0.index].results })
    for id in touched { try verify(id) }
    guard !results.isEmpty else { return }
    for index in nodes.indices where nodes[index].operands.contains(where: results.contains) {
      try verify(NodeID(index))
    }
  }

  /// Checks one node: operands stand before it, its results know it, and the operator's own shape
  /// rule gives the types that the results have.
  private func verify(_ id: NodeID) throws(VerificationError) {
    let node = self[id]
    for operand in node.operands {
      guard values.indices.contains(operand.index) else {
        throw VerificationError("'\(node.op.name)' reads a value that is not there", node: id)
      }
      if let definer = self.node(defining: operand), definer >= id {
        throw VerificationError("'\(node.op.name)' reads a value before it is computed", node: id)
      }
    }
    for (index, result) in node.results.enumerated()
    where self[result].definition != .result(id, index) {
      throw VerificationError("a result of '\(node.op.name)' has another definition", node: id)
    }
    let types: [TensorType]
    do {
      types = try node.op.resultTypes(of: node.operands.map(type(of:)))
    } catch {
      throw VerificationError("'\(node.op.name)' \(error.description)", node: id)
    }
    guard types == node.results.map(type(of:)) else {
      let recorded = node.results.map { type(of: $0).description }.joined(separator: ", ")
      let inferred = types.map(\.description).joined(separator: ", ")
      throw VerificationError(
        "'\(node.op.name)' gives \(inferred), but its results are \(recorded)", node: id)
    }
  }

  /// Checks what stands around the nodes: unique names, one update a state, and matching types.
  private func verifyInterface() throws(VerificationError) {
    var names: Set<String> = []
    for state in states where !names.insert(state.name).inserted {
      throw VerificationError("two states are named '\(state.name)'")
    }
    for input in inputs {
      guard case .input(let name) = self[input].definition else {
        throw VerificationError("an input has the definition of another value")
      }
      guard names.insert(name).inserted else {
        throw VerificationError("the name '\(name)' is taken twice")
      }
    }
    var updated: Set<Int> = []
    for update in updates {
      let state = states[update.state]
      guard updated.insert(update.state).inserted else {
        throw VerificationError("state '\(state.name)' is updated twice")
      }
      guard type(of: update.value) == type(of: state.value) else {
        throw VerificationError(
          "state '\(state.name)' is \(type(of: state.value)), its update \(type(of: update.value))")
      }
    }
    var outputNames: Set<String> = []
    for output in outputs where !outputNames.insert(output.name).inserted {
      throw VerificationError("two outputs are named '\(output.name)'")
    }
  }
}
