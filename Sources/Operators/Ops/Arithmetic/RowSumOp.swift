public import IR
public import Kernels

/// The sum of a function of the elements of each row of a weight: a penalty before its last sum.
///
/// Shapes: W [rows, columns], y [rows], each accumulated in Double. Summing by rows first lets
/// workers share a large W and still add in one fixed order.
public protocol RowSumOp: DifferentiableOp, AttributeFreeOp {
  /// The kernel.
  static func kernel(_ x: Matrix, into y: Matrix, rows: Range<Int>) -> Step
}

extension RowSumOp {
  /// A matrix; a sum for each row.
  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.requireSameTypes(count: 1)
    try require(operands[0].rank == 2, "needs a matrix, not \(operands[0])")
    return [TensorType(operands[0].element, [operands[0].rows])]
  }

  /// The function and the sum.
  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int {
    2 * operands[0].count
  }

  /// Cut along rows.
  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .perRow(operands[0], operands: [.row])
  }

  /// The kernel over the block's rows.
  public func prepare(_ call: Call) -> [Step] {
    [Self.kernel(call.operands[0], into: call.results[0], rows: call.block.rows)]
  }
}
