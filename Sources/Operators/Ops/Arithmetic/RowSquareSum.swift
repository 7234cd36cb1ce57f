public import IR
public import Kernels

/// `row_square_sum`: the sum of squares of each row, y[r] = sum over c of W[r,c]^2; the L2 penalty.
///
/// Shapes: W [rows, columns], y [rows], each accumulated in Double. Summing by rows first lets
/// workers share a large W and still add in one fixed order.
/// Gradient: dW[r,c] = 2 W[r,c] dy[r].
public struct RowSquareSum: DifferentiableOp, AttributeFreeOp {
  public static let name = "row_square_sum"

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
    let twice = try builder.add(Scale(factor: 2), dY)
    return [try builder.add(ScaleRows(), builder.operands[0], twice)]
  }

  public func prepare(_ call: Call) -> [Step] {
    [.rowSquareSum(call.operands[0], into: call.results[0], rows: call.block.rows)]
  }
}
