import IR

/// What a value takes memory for.
enum ValueKind: String, CaseIterable, Sendable {
  /// Rows, labels or another input.
  case input
  /// Made forward and read backward, so that it stays from one part to the other.
  case saved
  /// Made forward and read there only.
  case forward
  /// What an update reads to change a parameter, of the parameter's own type.
  case gradient
  /// Any other value that is made backward, such as the gradient that one layer hands to another.
  case backward

  /// The name in legends.
  var title: String {
    switch self {
    case .input: "input"
    case .saved: "saved activation"
    case .forward: "forward workspace"
    case .gradient: "parameter gradient"
    case .backward: "backward workspace"
    }
  }
}

/// The kinds of a graph's values.
struct ValueKinds: Sendable {
  private var kinds: [ValueKind]

  /// The kind of a value.
  subscript(value: ValueID) -> ValueKind { kinds[value.index] }

  /// Looks at a graph.
  init(_ graph: Graph, _ parts: StepParts) {
    let saved = SavedValues(graph, parts)
    var isGradient = Array(repeating: false, count: graph.values.count)
    for (index, node) in graph.nodes.enumerated() where parts[NodeID(index)] == .update {
      let parameters = node.operands.compactMap { operand -> TensorType? in
        guard case .state(let state) = graph[operand].definition,
          graph.states[state].role == .parameter
        else { return nil }
        return graph.type(of: operand)
      }
      for operand in node.operands where parameters.contains(graph.type(of: operand)) {
        isGradient[operand.index] = true
      }
    }
    let shown = graph.shownGradients
    kinds = graph.values.indices.map { index in
      guard let maker = graph.node(defining: ValueID(index)) else { return .input }
      if parts[maker] == .forward { return saved.isSaved[index] ? .saved : .forward }
      return isGradient[index] || shown.contains(ValueID(index)) ? .gradient : .backward
    }
  }
}
