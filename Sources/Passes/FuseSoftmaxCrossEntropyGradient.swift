public import IR
import Operators

/// `fuse-softmax-cross-entropy-gradient`: joins `softmax`, `subtract_one_hot` and `scale_rows`,
/// each read by the next alone, into one `softmax_cross_entropy_gradient`.
public struct FuseSoftmaxCrossEntropyGradient: Pass {
  /// The kebab-case name.
  public let name = "fuse-softmax-cross-entropy-gradient"

  /// Makes the pass.
  public init() {}

  private struct Match {
    var softmax: NodeID
    var difference: NodeID
  }

  /// The graph after the pass; nil where it does not apply.
  public func run(on graph: Graph) throws(ShapeError) -> Rewrite? {
    let uses = graph.useCounts()
    /// The node that computes a value for one reader alone.
    func soleDefiner(_ value: ValueID) -> NodeID? {
      uses[value.index] == 1 ? graph.node(defining: value) : nil
    }
    func match(_ node: Node) -> Match? {
      guard node.op is ScaleRows, let difference = soleDefiner(node.operands[0]),
        graph[difference].op is SubtractOneHot,
        let softmax = soleDefiner(graph[difference].operands[0]), graph[softmax].op is Softmax
      else { return nil }
      return Match(softmax: softmax, difference: difference)
    }
    let swallowed = Set(graph.nodes.compactMap(match).flatMap { [$0.softmax, $0.difference] })
    guard !swallowed.isEmpty else { return nil }

    var rewriter = Rewriter(graph)
    for (index, node) in graph.nodes.enumerated() where !swallowed.contains(NodeID(index)) {
      guard let match = match(node) else {
        try rewriter.copy(node)
        continue
      }
      let operands = [
        graph[match.softmax].operands[0], graph[match.difference].operands[1], node.operands[1],
      ]
      let results = try rewriter.add(
        SoftmaxCrossEntropyGradient(), operands.map { rewriter($0) }, origin: node.origin)
      rewriter.substitute(node.results[0], by: results[0])
    }
    return Rewrite(rewriter)
  }
}
