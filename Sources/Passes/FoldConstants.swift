public import IR
import Kernels
import Operators

/// `fold-constants`: replaces `broadcast` and `scale` of a `constant` by the constant that they make,
/// which every worker can fill by itself.
public struct FoldConstants: Pass {
  public let name = "fold-constants"

  /// Makes the pass.
  public init() {}

  public func run(on graph: Graph) throws(ShapeError) -> Rewrite? {
    var folded: [ValueID: Constant] = [:]
    for node in graph.nodes {
      guard node.results.count == 1 else { continue }
      let operand = node.operands.first.flatMap { folded[$0] }
      switch (node.op, operand) {
      case (let constant as Constant, _): folded[node.results[0]] = constant
      case (let broadcast as Broadcast, let constant?):
        folded[node.results[0]] = constant.times(broadcast.factor, as: broadcast.type)
      case (let scale as Scale, let constant?):
        folded[node.results[0]] = constant.times(scale.factor, as: constant.type)
      default: break
      }
    }
    guard graph.nodes.contains(where: { !($0.op is Constant) && folded[$0.results[0]] != nil })
    else { return nil }

    var rewriter = Rewriter(graph)
    for node in graph.nodes {
      guard let constant = folded[node.results[0]], !(node.op is Constant) else {
        try rewriter.copy(node)
        continue
      }
      let result = try rewriter.add(constant, [], origin: node.origin)[0]
      rewriter.substitute(node.results[0], by: result)
    }
    return Rewrite(rewriter)
  }
}

extension Constant {
  /// The constant times a factor, rounded as the kernels round it; nil where it is no number that a
  /// graph's text can hold.
  fileprivate func times(_ factor: Double, as result: TensorType) -> Constant? {
    let product =
      type.element == .f32 ? Double(Float(value) * Float(factor)) : value * factor
    return product.isFinite ? Constant(result, value: product) : nil
  }
}
