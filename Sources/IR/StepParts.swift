/// The part of a training step that a node belongs to. A graph without gradients is all forward.
public enum StepPart: String, CaseIterable, Sendable {
  /// From the rows to the loss and the other figures.
  case forward
  /// From the loss to the gradients of the parameters.
  case backward
  /// The optimizer.
  case update
}

/// Tells the parts of a step apart by what the graph's values lead to, whoever made the graph.
///
/// - What makes the new value of a parameter, or of a state of the optimizer, and is not needed for
///   the loss is an *update*.
/// - What leads to an update, or to an output that shows a gradient, and is not needed for the loss
///   is *backward*. In a graph with no output `loss` all other outputs count in its place.
/// - All else is *forward*: the way to the loss, other figures and moving averages.
public struct StepParts: Sendable {
  private var parts: [StepPart]

  /// The part of a node.
  public subscript(node: NodeID) -> StepPart { parts[node.index] }

  /// Looks at a graph, in time linear in its size.
  public init(_ graph: Graph) {
    parts = Array(repeating: .forward, count: graph.nodes.count)
    let gradients = graph.shownGradients
    let figures =
      graph.output("loss").map { [$0] }
      ?? graph.outputs.map(\.value).filter { !gradients.contains($0) }
    guard !figures.isEmpty else { return }
    var isNeeded = [Bool](repeating: false, count: graph.values.count)
    for value in figures { isNeeded[value.index] = true }
    var leadsToUpdate = [Bool](repeating: false, count: graph.values.count)
    for value in gradients { leadsToUpdate[value.index] = true }
    var isTrained = [Bool](repeating: false, count: graph.values.count)
    for update in graph.updates where graph.states[update.state].role != .statistic {
      isTrained[update.value.index] = true
    }
    for (index, node) in graph.nodes.enumerated().reversed() {
      if node.results.contains(where: { isNeeded[$0.index] }) {
        for operand in node.operands { isNeeded[operand.index] = true }
      } else if node.results.contains(where: { isTrained[$0.index] }) {
        parts[index] = .update
        for operand in node.operands { leadsToUpdate[operand.index] = true }
      } else if node.results.contains(where: { leadsToUpdate[$0.index] }) {
        parts[index] = .backward
        for operand in node.operands { leadsToUpdate[operand.index] = true }
      }
    }
  }
}

extension Graph {
  /// The outputs that show the gradient of a parameter: `gradient.dense1.weight` and so on.
  public var shownGradients: Set<ValueID> {
    let names = Set(states.filter { $0.role == .parameter }.map { "gradient.\($0.name)" })
    return Set(outputs.filter { names.contains($0.name) }.map(\.value))
  }
}
