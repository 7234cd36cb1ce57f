public import IR
import Kernels

/// An optimizer's update whose gradient may be that of the loss with a penalty on the weights' size,
/// dW' = 2 l2 W + l1 sign W + dW.
///
/// Attributes: `l1` and `l2`, left out where they are 0. The operands begin with W and dW.
public protocol PenalisedUpdate: OptimizerOp {
  /// The penalty's factors.
  var penalty: Penalty { get set }
}

extension PenalisedUpdate {
  /// Operand 1 with the gradients of the penalties before it, in the order in which the kernels add.
  public func gradient(
    _ operands: [ValueID], _ rewriter: inout Rewriter
  ) throws(ShapeError) -> ValueID {
    let weight = operands[0]
    var terms: [ValueID] = []
    if penalty.l2 > 0 {
      terms += try rewriter.add(Scale(factor: 2 * penalty.l2), [weight], origin: nil)
    }
    if penalty.l1 > 0 {
      let signs = try rewriter.add(Sign(), [weight], origin: nil)
      terms += try rewriter.add(Scale(factor: penalty.l1), signs, origin: nil)
    }
    var sum: ValueID?
    for term in terms + [operands[1]] {
      guard let first = sum else {
        sum = term
        continue
      }
      sum = try rewriter.add(Add(), [first, term], origin: nil)[0]
    }
    return sum ?? operands[1]
  }

  /// The penalty as kernels take it.
  var weightPenalty: WeightPenalty { WeightPenalty(l1: penalty.l1, l2: penalty.l2) }

  /// The penalty's floating-point operations for each weight.
  var penaltyFlops: Int { (penalty.l1 > 0 ? 2 : 0) + (penalty.l2 > 0 ? 2 : 0) }
}

extension AttributeReader {
  /// The attributes `l1` and `l2`, each 0 where it is left out.
  mutating func penalty() throws(AttributeError) -> Penalty {
    var penalty = Penalty.none
    penalty.l1 = try factor("l1")
    penalty.l2 = try factor("l2")
    return penalty
  }

  private mutating func factor(_ name: String) throws(AttributeError) -> Double {
    let factor = try real(name, default: 0)
    guard factor >= 0 else { throw AttributeError(name, "'\(name)' must be at least 0") }
    return factor
  }
}

extension Attributes {
  /// These attributes with those of a penalty behind them.
  func with(_ penalty: Penalty) -> Attributes {
    var attributes = self
    if penalty.l1 > 0 { attributes.append("l1", .real(penalty.l1)) }
    if penalty.l2 > 0 { attributes.append("l2", .real(penalty.l2)) }
    return attributes
  }

  /// These attributes with others behind them.
  static func + (first: Attributes, second: Attributes) -> Attributes {
    var attributes = first
    for entry in second.entries { attributes.append(entry.name, entry.value) }
    return attributes
  }
}
