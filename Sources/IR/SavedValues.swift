/// What the forward part of a training step saves for the rest of it.
///
/// A value is *saved* when a forward node makes it and a node of another part reads it (see
/// `StepParts`). Who reads a view reads what it shows.
public struct SavedValues: Sendable {
  /// By value: whether it is saved. A view of a saved value may be one too, but takes no bytes.
  public let isSaved: [Bool]
  /// By node: the bytes of the saved values that it makes.
  public let madeBytes: [Int]
  /// The bytes of all saved values.
  public let byteCount: Int

  /// Looks at a graph, in time linear in its size.
  public init(_ graph: Graph, _ parts: StepParts) {
    var isSaved = [Bool](repeating: false, count: graph.values.count)
    var madeBytes = [Int](repeating: 0, count: graph.nodes.count)
    for (index, node) in graph.nodes.enumerated().reversed() {
      let isForward = parts[NodeID(index)] == .forward
      if isForward {
        // All readers stand behind the node that makes a value.
        for result in node.results where isSaved[result.index] {
          madeBytes[index] += graph.type(of: result).byteCount
        }
      } else {
        for operand in node.operands {
          guard let maker = graph.node(defining: operand) else { continue }
          isSaved[operand.index] = parts[maker] == .forward
        }
      }
      for alias in node.op.aliases where alias.kind == .view {
        let (result, operand) = (node.results[alias.result], node.operands[alias.operand])
        guard isForward, isSaved[result.index] else { continue }
        madeBytes[index] -= graph.type(of: result).byteCount
        if let maker = graph.node(defining: operand) {
          isSaved[operand.index] = parts[maker] == .forward
        }
      }
    }
    self.isSaved = isSaved
    self.madeBytes = madeBytes
    byteCount = madeBytes.reduce(0, +)
  }
}
