public import IR
public import Kernels

/// `softmax`: turns the logits of each row into probabilities, p[c] = exp(z[c] - max z) / sum.
///
/// Shapes: Z [rows, classes], P as Z. Used for predictions and inside the gradient of
/// `softmax_cross_entropy`; training never differentiates it by itself.
public struct Softmax: AttributeFreeOp {
  public static let name = "softmax"

  public init() {}

  public var aliases: [Alias] { [Alias(result: 0, operand: 0)] }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.requireSameTypes(count: 1)
    try require(operands[0].rank == 2, "needs a matrix, not \(operands[0])")
    return operands
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int {
    5 * results[0].count
  }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .byRows(results[0], operands: [.row])
  }

  public func prepare(_ call: Call) -> [Step] {
    [.softmax(call.operands[0], into: call.results[0], block: call.block)]
  }
}
