public import IR
public import Kernels

/// `layernorm_parameter_gradient`: the gradients of `layernorm` with respect to its gain and shift, with
/// x̂ = (X - mean) precision and sums over the rows: dgamma = sum dY x̂, dbeta = sum dY.
///
/// Shapes: dY and X [rows, columns], mean and precision [rows]; results dgamma and dbeta [columns].
/// The rows are summed in one fixed order, whichever worker has the column.
public struct LayernormParameterGradient: AttributeFreeOp {
  public static let name = "layernorm_parameter_gradient"

  public init() {}

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.require(count: 4)
    try operands.requireNormalisedRows()
    let perColumn = TensorType(operands[0].element, [operands[0].columns])
    return [perColumn, perColumn]
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int {
    5 * operands[0].count
  }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    Work(
      rows: operands[0].rows, columns: operands[0].columns, axes: [.columns],
      operands: [.column, .column, .whole, .whole], results: [.column, .column])
  }

  public func prepare(_ call: Call) -> [Step] {
    [
      .layernormParameterGradient(
        dy: call.operands[0], x: call.operands[1], mean: call.operands[2],
        precision: call.operands[3], dGamma: call.results[0], dBeta: call.results[1],
        columns: call.block.columns)
    ]
  }
}
