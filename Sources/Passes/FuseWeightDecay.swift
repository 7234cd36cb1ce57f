public import IR
import Kernels
import Operators

/// `fuse-weight-decay`: joins the gradients of the penalties l1 sum |W| and l2 sum W^2 with the
/// optimizer's update, which then takes their factors as attributes.
///
/// The bits stay, since the sum of the penalties' gradients is added to the loss's as before.
public struct FuseWeightDecay: Pass {
  /// The kebab-case name.
  public let name = "fuse-weight-decay"

  /// Makes the pass.
  public init() {}

  /// The graph after the pass; nil where it does not apply.
  public func run(on graph: Graph) throws(ShapeError) -> Rewrite? {
    guard let chains = DefUseChains(graph, having: ScaleRows.self) else {
      return nil
    }
    return try chains.fusing { _, node in
      guard var op = node.op as? any PenalisedUpdate, op.penalty == .none,
        let sum = chains.soleDefiner(of: node.operands[1], Add.self)
      else { return nil }
      for (index, other) in [(0, 1), (1, 0)] {
        guard let term = chains.term(sum.node.operands[index], of: node.operands[0]) else {
          continue
        }
        op.penalty = term.penalty
        var operands = node.operands
        operands[1] = sum.node.operands[other]
        return Fusion(
          op: op, operands: operands, results: Array(node.results),
          swallowed: term.nodes + [sum.id],
          origin: node.origin)
      }
      return nil
    }
  }
}

/// The gradient of a penalty and the nodes that compute it.
private struct PenaltyTerm {
  var penalty: Penalty
  var nodes: [NodeID]
}

extension DefUseChains {
  /// What a value that is used once adds to the gradient of a weight, if that is a penalty's
  /// gradient, or the sum of both penalties'.
  fileprivate func term(_ value: ValueID, of weight: ValueID) -> PenaltyTerm? {
    if let term = singleTerm(value, of: weight) { return term }
    guard let sum = soleDefiner(of: value, Add.self),
      let first = singleTerm(sum.node.operands[0], of: weight),
      let second = singleTerm(sum.node.operands[1], of: weight),
      (first.penalty.l1 > 0) != (second.penalty.l1 > 0)
    else { return nil }
    return PenaltyTerm(
      penalty: Penalty(
        l1: first.penalty.l1 + second.penalty.l1, l2: first.penalty.l2 + second.penalty.l2),
      nodes: first.nodes + second.nodes + [sum.id])
  }

  /// A constant times W, or times its sign.
  private func singleTerm(_ value: ValueID, of weight: ValueID) -> PenaltyTerm? {
    guard let product = soleDefiner(of: value, ScaleRows.self),
      let constant = definer(of: product.node.operands[1], Constant.self), constant.op.value > 0
    else { return nil }
    if product.node.operands[0] == weight {
      return constant.op.shortest(dividedBy: 2).map {
        PenaltyTerm(penalty: Penalty(l2: $0), nodes: [product.id])
      }
    }
    guard let sign = soleDefiner(of: product.node.operands[0], Sign.self),
      sign.node.operands[0] == weight
    else { return nil }
    return constant.op.shortest(dividedBy: 1).map {
      PenaltyTerm(penalty: Penalty(l1: $0), nodes: [sign.id, product.id])
    }
  }
}

extension Constant {
  /// The value divided by a power of two, as the shortest number that rounds to it in the constant's
  /// element type.
  ///
  /// Nil where that is no positive number, as beyond the type's range.
  fileprivate func shortest(dividedBy divisor: Double) -> Double? {
    let exact = value / divisor
    let rounded = type.element == .f32 ? Double(Float(exact).description) ?? exact : exact
    return rounded.isFinite && rounded > 0 ? rounded : nil
  }
}
