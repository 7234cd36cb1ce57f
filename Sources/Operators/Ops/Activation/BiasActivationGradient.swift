public import IR
public import Kernels

/// `bias_activation_gradient`: dX = dY g(P) and db[c] = sum over r of dX[r,c], where g gives an
/// activation's derivative from its point: both gradients of a bias with an activation behind it.
///
/// Shapes: dY, P and dX [rows, columns], db [columns]. Attributes: `function` and that activation's
/// own. Made by fusion alone; the same bits as `activation_gradient` and `column_sum`.
public struct BiasActivationGradient: ActivationGradientFusion {
  public static let name = "bias_activation_gradient"
  public let base: ColumnSum
  public let activation: any ActivationOp

  public init(_ base: ColumnSum, _ activation: any ActivationOp) {
    (self.base, self.activation) = (base, activation)
  }

  public var aliases: [Alias] { [Alias(result: 0, operand: 0), Alias(result: 0, operand: 1)] }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.requireSameTypes(count: 2)
    return [operands[0]] + (try base.resultTypes(of: [operands[0]]))
  }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .byColumns(results[0], operands: 2, results: 2)
  }

  public func prepare(_ call: Call) -> [Step] {
    [
      .biasActivationGradient(
        activation.kernel, dy: call.operands[0], at: call.operands[1], into: call.results[0],
        dBias: call.results[1], columns: call.block.columns)
    ]
  }
}
