public import IR
public import Kernels

/// `prelu_gradient`: the gradient of `prelu` with respect to its input, dX = dY where X > 0, else a dY.
///
/// Shapes: dY, X and dX [rows, columns], a [columns] or [1].
public struct PReLUGradient: AttributeFreeOp, SteppedOp {
  public static let name = "prelu_gradient"

  public init() {}

  public var aliases: [Alias] { [Alias(result: 0, operand: 0), Alias(result: 0, operand: 1)] }
  public var decidingOperand: Int? { 1 }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.require(count: 3)
    try operands.requireOneFloatingPointElement()
    try Array(operands.prefix(2)).requireSameTypes(count: 2)
    try require(operands[0].rank == 2, "needs a matrix, not \(operands[0])")
    try operands[2].requireSlopes(of: operands[0])
    return [operands[0]]
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int { results[0].count }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .elementwise(results[0], operands: [.element, .element, .slopes(operands[2])])
  }

  public func prepare(_ call: Call) -> [Step] {
    [
      .preluGradient(
        dy: call.operands[0], x: call.operands[1], slope: call.operands[2], into: call.results[0],
        block: call.block)
    ]
  }
}
