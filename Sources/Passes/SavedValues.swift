public import IR

/// What the forward part of a training step saves for the backward part.
///
/// The forward part ends with the last node that the loss depends on. A value is *saved* when a node
/// before that end makes it and a node behind it reads it.
public struct SavedValues: Sendable {
  /// The index of the last node of the forward part.
  public let lastForward: Int
  /// By value: whether it is saved.
  public let isSaved: [Bool]

  /// The bytes of all saved values.
  public let byteCount: Int

  /// Looks at a graph; nil where it has no output `loss`, updates nothing, or saves nothing.
  public init?(_ graph: Graph) {
    guard !graph.updates.isEmpty, let loss = graph.output("loss"),
      let last = graph.node(defining: loss)
    else { return nil }
    // Operands stand before their users, so the loss's own node is the last it depends on.
    lastForward = last.index
    var isSaved = [Bool](repeating: false, count: graph.values.count)
    var byteCount = 0
    for node in graph.nodes.dropFirst(last.index + 1) {
      for operand in node.operands where !isSaved[operand.index] {
        guard let definer = graph.node(defining: operand), definer <= last else { continue }
        isSaved[operand.index] = true
        byteCount += graph.type(of: operand).byteCount
      }
    }
    guard byteCount > 0 else { return nil }
    self.isSaved = isSaved
    self.byteCount = byteCount
  }
}
