public import IR
public import Kernels

/// `square_sum`: the sum of squares of each row of a gradient, y[r] = sum over c of X[r,c]^2, from
/// whose sum its norm is computed.
///
/// Shapes: any floating-point X, y f64 [rows]; a vector is one row. Summing by rows first lets workers
/// share a large X and still add in one fixed order; in double precision no square overflows.
public struct SquareSum: AttributeFreeOp {
  public static let name = "square_sum"

  public init() {}

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.requireSameTypes(count: 1)
    return [TensorType(.f64, [operands[0].rows])]
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int {
    2 * operands[0].count
  }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .perRow(operands[0], operands: [.row])
  }

  public func prepare(_ call: Call) -> [Step] {
    [.squareSum(call.operands[0], into: call.results[0], rows: call.block.rows)]
  }
}
