public import IR
public import Kernels

/// `row_absolute_sum`: the sum of absolute values of each row, y[r] = sum over c of |W[r,c]|; the
/// L1 penalty.
///
/// Shapes: W [rows, columns], y [rows], each accumulated in Double. Summing by rows first lets
/// workers share a large W and still add in one fixed order.
/// Gradient: dW[r,c] = sign(W[r,c]) dy[r].
public struct RowAbsoluteSum: DifferentiableOp, AttributeFreeOp {
  public static let name = "row_absolute_sum"

  public init() {}

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.requireSameTypes(count: 1)
    try require(operands[0].rank == 2, "needs a matrix, not \(operands[0])")
    return [TensorType(operands[0].element, [operands[0].rows])]
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int {
    2 * operands[0].count
  }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    Work(
      rows: operands[0].rows, columns: 1, axes: [.rows], operands: [.row],
      results: [.elementPerRow])
  }

  public func gradients(_ builder: inout GradientBuilder) throws(ShapeError) -> [ValueID?] {
    guard let dY = builder.gradient(ofResult: 0) else { return [nil] }
    let sign = try builder.add(Sign(), builder.operands[0])
    return [try builder.add(ScaleRows(), sign, dY)]
  }

  public func prepare(_ call: Call) -> [Step] {
    [.rowAbsoluteSum(call.operands[0], into: call.results[0], rows: call.block.rows)]
  }
}
