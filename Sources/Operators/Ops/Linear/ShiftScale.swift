public import IR
public import Kernels

/// `shift_scale`: brings every column to its own scale, Y[r,c] = (X[r,c] - shift[c]) scale[c].
///
/// Shapes: X [rows, columns], shift and scale [columns], Y as X.
public struct ShiftScale: AttributeFreeOp {
  public static let name = "shift_scale"

  public init() {}

  public var aliases: [Alias] { [Alias(result: 0, operand: 0)] }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.require(count: 3)
    try operands.requireOneFloatingPointElement()
    try require(operands[0].rank == 2, "needs a matrix, not \(operands[0])")
    try operands[1].requireVector(operands[0].columns, "shift")
    try operands[2].requireVector(operands[0].columns, "scale")
    return [operands[0]]
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int {
    2 * results[0].count
  }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .elementwise(results[0], operands: [.element, .column, .column])
  }

  public func prepare(_ call: Call) -> [Step] {
    [
      .shiftScale(
        call.operands[0], shift: call.operands[1], scale: call.operands[2], into: call.results[0],
        block: call.block)
    ]
  }
}
