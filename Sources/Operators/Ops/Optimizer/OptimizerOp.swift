public import IR

/// An operator that makes an optimizer's update. Operand 0 is the parameter, operand 1 the gradient
/// of the loss with respect to it, and result 0 the parameter's new value.
public protocol OptimizerOp: Op {
  /// The gradient that a node of this operator follows, from its operands in the graph that is
  /// built; an operator that adds to operand 1, as weight decay does, builds what it adds.
  func gradient(
    _ operands: [ValueID], _ rewriter: inout Rewriter
  ) throws(ShapeError) -> ValueID
}

extension OptimizerOp {
  /// Operand 1 as it is.
  public func gradient(
    _ operands: [ValueID], _ rewriter: inout Rewriter
  ) throws(ShapeError) -> ValueID {
    operands[1]
  }
}
