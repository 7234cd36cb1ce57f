public import IR
public import Kernels

/// `layernorm_gradient`: the gradient of `layernorm` with respect to its input, through each row's mean
/// and variance. With n columns, x̂ = (X - mean) precision, G = dY gamma and sums over the columns:
/// dX = precision (G - sum G / n - x̂ sum G x̂ / n).
///
/// Shapes: dY and X [rows, columns], mean and precision [rows], gamma [columns], dX as X.
public struct LayernormGradient: AttributeFreeOp {
  public static let name = "layernorm_gradient"

  public init() {}

  public var aliases: [Alias] { [Alias(result: 0, operand: 0), Alias(result: 0, operand: 1)] }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.require(count: 5)
    try operands.requireNormalisedRows()
    try operands[4].requireVector(operands[0].columns, "gain")
    return [operands[0]]
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int {
    11 * results[0].count
  }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .byRows(results[0], operands: [.row, .row, .elementPerRow, .elementPerRow, .whole])
  }

  public func prepare(_ call: Call) -> [Step] {
    [
      .layernormGradient(
        dy: call.operands[0], x: call.operands[1], mean: call.operands[2],
        precision: call.operands[3], gamma: call.operands[4], into: call.results[0],
        rows: call.block.rows)
    ]
  }
}
