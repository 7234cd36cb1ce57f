public import IR

/// `simplify-algebra`: drops nodes that compute what is there already, and joins chains of one
/// operator into one node:
///
/// - X by 1, X + (-0.0), dropout at rate 0, a scalar spread over a scalar, and a reshape to the same
///   shape are X; X + 0.0 is not, where X is -0.0;
/// - relu of relu and sign of sign are the inner one, transpose of transpose is what stood before;
/// - reshape of reshape is one reshape;
/// - scale of scale is one scale where the product of the factors rounds nothing;
/// - a transpose that only products read becomes their attribute.
///
/// All are exact to the bit, except that a subnormal number that enters the graph, and which
/// arithmetic counts as zero, may stay as it is, and that a product whose operand is stored the
/// other way round may add in another order.
public struct SimplifyAlgebra: Pass {
  /// The kebab-case name.
  public let name = "simplify-algebra"

  /// Makes the pass.
  public init() {}

  /// The graph after the pass; nil where it does not apply.
  public func run(on graph: Graph) throws(ShapeError) -> Rewrite? {
    var rules = AlgebraRules(graph)
    let simplifications = graph.nodes.map { rules.simplify($0) }
    guard simplifications.contains(where: { $0 != nil }) else { return nil }

    var rewriter = Rewriter(graph)
    for (node, simplification) in zip(graph.nodes, simplifications) {
      switch simplification {
      case nil: try rewriter.copy(node)
      case .value(let value): rewriter.substitute(node.results[0], by: rewriter(value))
      case .absorbed: continue
      case .op(let op, let operands):
        let results = try rewriter.add(
          op, operands.map { rewriter($0) }, origin: node.origin)
        rewriter.substitute(node.results[0], by: results[0])
      }
    }
    return Rewrite(rewriter)
  }
}
