public import IR
public import Kernels

/// `scale_columns`: multiplies every column by its own factor, Y[r,c] = X[r,c] f[c].
///
/// Shapes: X [rows, columns] or [columns], f [columns], Y as X.
public struct ScaleColumns: AttributeFreeOp {
  public static let name = "scale_columns"

  public init() {}

  public var aliases: [Alias] { [Alias(result: 0, operand: 0)] }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.require(count: 2)
    try operands.requireOneFloatingPointElement()
    try require(
      operands[0].rank == 1 || operands[0].rank == 2, "needs a matrix or vector, not \(operands[0])"
    )
    try operands[1].requireVector(operands[0].columns, "factors")
    return [operands[0]]
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int { results[0].count }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .elementwise(results[0], operands: [.element, .column])
  }

  public func prepare(_ call: Call) -> [Step] {
    [
      .scaleColumns(
        call.operands[0], by: call.operands[1], into: call.results[0], block: call.block)
    ]
  }
}
