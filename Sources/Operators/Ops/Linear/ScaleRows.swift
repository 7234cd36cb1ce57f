public import IR
public import Kernels

/// `scale_rows`: multiplies every row by its own factor, Y[r,c] = X[r,c] f[r].
///
/// Shapes: X [rows, columns], f [rows], Y as X.
public struct ScaleRows: AttributeFreeOp {
  public static let name = "scale_rows"

  public init() {}

  public var aliases: [Alias] { [Alias(result: 0, operand: 0)] }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.require(count: 2)
    try operands.requireOneFloatingPointElement()
    try require(operands[0].rank == 2, "needs a matrix, not \(operands[0])")
    try operands[1].requireVector(operands[0].rows, "factors")
    return [operands[0]]
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int { results[0].count }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .elementwise(results[0], operands: [.element, .elementPerRow])
  }

  public func prepare(_ call: Call) -> [Step] {
    [.scaleRows(call.operands[0], by: call.operands[1], into: call.results[0], block: call.block)]
  }
}
