public import IR
public import Kernels

/// `prelu_slope_gradient`: the gradient of `prelu` with respect to a slope for each column, da[c] = sum
/// over r of dY[r,c] min(X[r,c], 0).
///
/// Shapes: dY and X [rows, columns], da [columns]. The rows are summed in one fixed order, whichever
/// worker has the column.
public struct PReLUSlopeGradient: AttributeFreeOp {
  public static let name = "prelu_slope_gradient"

  public init() {}

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.requireSameTypes(count: 2)
    try require(operands[0].rank == 2, "needs matrices, not \(operands[0])")
    return [TensorType(operands[0].element, [operands[0].columns])]
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int {
    2 * operands[0].count
  }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .byColumns(operands[0], operands: 2, results: 1)
  }

  public func prepare(_ call: Call) -> [Step] {
    [
      .preluSlopeGradient(
        dy: call.operands[0], x: call.operands[1], into: call.results[0],
        columns: call.block.columns)
    ]
  }
}
