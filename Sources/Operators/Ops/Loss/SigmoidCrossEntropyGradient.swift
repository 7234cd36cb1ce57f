public import IR
public import Kernels

/// `sigmoid_cross_entropy_gradient`: dZ = (sigmoid(Z) - T) dl / columns.
///
/// Shapes: Z [rows, columns], targets alike, dl [rows], the result as the first.
public struct SigmoidCrossEntropyGradient: AttributeFreeOp {
  public static let name = "sigmoid_cross_entropy_gradient"

  public init() {}

  public var aliases: [Alias] { [Alias(result: 0, operand: 0)] }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.require(count: 3)
    let losses = try SigmoidCrossEntropy().resultTypes(of: Array(operands.prefix(2)))
    try require(operands[2] == losses[0], "needs the gradient of \(losses[0]), not \(operands[2])")
    return [operands[0]]
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int {
    6 * results[0].count
  }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .byRows(results[0], operands: [.row, .row, .elementPerRow])
  }

  public func prepare(_ call: Call) -> [Step] {
    [
      .sigmoidCrossEntropyGradient(
        call.operands[0], targets: call.operands[1], dLosses: call.operands[2],
        into: call.results[0], rows: call.block.rows)
    ]
  }
}
