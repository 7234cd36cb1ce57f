public import IR
public import Kernels

/// `column_sum`: the sum of each column, y[c] = sum over r of X[r,c]; a bias's gradient.
///
/// Shapes: X [rows, columns], y [columns]. The rows are summed in one fixed order, whichever worker
/// has the column.
public struct ColumnSum: AttributeFreeOp {
  public static let name = "column_sum"

  public init() {}

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.require(count: 1)
    try operands.requireOneFloatingPointElement()
    try require(operands[0].rank == 2, "needs a matrix, not \(operands[0])")
    return [TensorType(operands[0].element, [operands[0].columns])]
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int { operands[0].count }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .byColumns(operands[0], operands: 1, results: 1)
  }

  public func prepare(_ call: Call) -> [Step] {
    [.columnSum(call.operands[0], into: call.results[0], block: call.block)]
  }
}
