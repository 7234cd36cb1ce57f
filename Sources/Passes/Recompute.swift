public import IR

/// `recompute`: drops activations that only the backward part still needs, and computes them again
/// where it does, so that a step takes less memory for more work.
///
/// The forward part is cut into segments whose saved values take at most `segmentBytes` (a segment
/// of one node may take more). What crosses a cut is kept, and so is all of the last segment, with
/// which the backward part begins. Every other forward node runs a second time at most, right before
/// the first backward node that needs it, which costs less than one more forward pass. With n equal
/// layers in segments of sqrt n, about 2 sqrt n activations are alive at a time (Chen et al.,
/// Training Deep Nets with Sublinear Memory Cost, 2016).
///
/// The copies are nodes without effects: updates, such as a moving average's, stay single. They are
/// marked as recomputed, and a random node's copy keeps its site, so that it draws the same numbers.
/// The pass runs last and once, and has no place in the pipelines: it is for a budget of memory. A
/// graph with recomputed nodes stays as it is.
public struct Recompute: Pass {
  /// The kebab-case name.
  public static let name = "recompute"
  /// The kebab-case name.
  public var name: String { Self.name }
  /// Runs once: it adds nodes.
  public var isRepeated: Bool { false }
  /// What the saved values of a segment may take.
  public let segmentBytes: Int

  /// Makes the pass.
  public init(segmentBytes: Int) { self.segmentBytes = segmentBytes }

  /// The graph after the pass; nil where nothing is saved that could be dropped.
  public func run(on graph: Graph) throws(ShapeError) -> Rewrite? {
    // Operands stand before their users, so the loss's own node is the last that it depends on.
    guard let loss = graph.output("loss"), let last = graph.node(defining: loss)?.index,
      !graph.updates.isEmpty, !graph.nodes.contains(where: \.isRecomputed)
    else { return nil }
    let saved = SavedValues(graph, StepParts(graph))
    guard saved.byteCount > 0 else { return nil }
    let segments = Segmentation(graph, saved, lastForward: last, segmentBytes: segmentBytes)
    var copies = Copies(graph, segments, lastForward: last)
    for (index, node) in graph.nodes.enumerated() {
      if index > last {
        for operand in node.operands { try copies.add(operand) }
      }
      try copies.rewriter.copy(node)
    }
    return copies.count > 0 ? Rewrite(copies.rewriter) : nil
  }
}

/// The second copies of forward nodes, added as the backward part asks for them.
private struct Copies {
  var rewriter: Rewriter
  private(set) var count = 0
  private let graph: Graph
  /// By node: whether it is dropped and not yet computed again.
  private var isDropped: [Bool]

  init(_ graph: Graph, _ segments: Segmentation, lastForward: Int) {
    self.graph = graph
    rewriter = Rewriter(graph)
    isDropped = graph.nodes.indices.map { $0 <= lastForward && !segments.isKept[$0] }
  }

  /// Computes a value again if it was dropped, and before it what it depends on.
  mutating func add(_ value: ValueID) throws(ShapeError) {
    guard let first = dropped(value) else { return }
    var stack = [first]
    while let id = stack.last {
      let missing = graph[id].operands.compactMap(dropped)
      guard missing.isEmpty else {
        stack += missing
        continue
      }
      stack.removeLast()
      // An operand of several others was put on the stack by each.
      guard isDropped[id.index] else { continue }
      isDropped[id.index] = false
      try rewriter.recompute(graph[id])
      count += 1
    }
  }

  /// The node that has to compute a value again.
  private func dropped(_ value: ValueID) -> NodeID? {
    graph.node(defining: value).flatMap { isDropped[$0.index] ? $0 : nil }
  }
}
