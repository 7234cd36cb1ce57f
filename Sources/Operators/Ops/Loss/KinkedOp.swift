public import IR

/// An operator with a kink that does not show in the sign of one of its results.
public protocol KinkedOp: Op {
  /// Builds a value of which each element's sign tells on which side of its kink the operator is,
  /// from its operands in the graph that is built.
  func side(_ operands: [ValueID], _ rewriter: inout Rewriter) throws(ShapeError) -> ValueID
}
