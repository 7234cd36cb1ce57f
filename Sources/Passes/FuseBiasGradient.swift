public import IR
import Operators

/// `fuse-bias-gradient`: joins `activation_gradient` and the `column_sum` of its result, a bias's
/// gradient, into one `bias_activation_gradient`. The bits stay.
///
/// Only where the gradient comes by columns, as from the gradient of `batchnorm`. One that comes by
/// rows, as from a product, meets the sum of its columns with a barrier between several workers
/// either way; were both one operator, the next product would need a second barrier, which costs
/// more than the sweep that is saved.
public struct FuseBiasGradient: Pass {
  /// The kebab-case name.
  public let name = "fuse-bias-gradient"

  /// Makes the pass.
  public init() {}

  /// The graph after the pass; nil where it does not apply.
  public func run(on graph: Graph) throws(ShapeError) -> Rewrite? {
    guard let chains = DefUseChains(graph, having: ColumnSum.self) else {
      return nil
    }
    return try chains.fusing { _, node in
      guard let gradient = node.op as? ActivationGradient, gradient.scale == 1,
        let upstream = graph.node(defining: node.operands[0]),
        graph.work(of: graph[upstream]).axes == [.columns],
        let sum = chains.reader(of: node.results[0], ColumnSum.self)
      else { return nil }
      return Fusion(
        op: BiasActivationGradient(gradient.activation), operands: node.operands,
        results: [node.results[0], sum.node.results[0]], swallowed: [sum.id],
        origin: sum.node.origin)
    }
  }
}
