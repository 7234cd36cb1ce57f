public import IR
public import Kernels

/// `batchnorm_activation_gradient`: `batchnorm_gradient` of dZ = dY g(P), where g gives the
/// derivative of the activation behind the normalisation from its point.
///
/// Shapes: dY, P and X [rows, columns], mean, variance and gamma [columns]; results dX as X, dgamma
/// and dbeta [columns]. Attributes: `epsilon`, `function` and that activation's own. Made by fusion
/// alone; the same bits as `activation_gradient` and `batchnorm_gradient`.
public struct BatchnormActivationGradient: ActivationGradientFusion {
  public static let name = "batchnorm_activation_gradient"
  public let base: BatchnormGradient
  public let activation: any ActivationOp

  public init(_ base: BatchnormGradient, _ activation: any ActivationOp) {
    (self.base, self.activation) = (base, activation)
  }

  public var aliases: [Alias] { [Alias(result: 0, operand: 0), Alias(result: 0, operand: 1)] }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.require(count: 6)
    try require(
      operands[0] == operands[1],
      "needs dY and the point of one type, not \(operands[0]), \(operands[1])")
    return try base.resultTypes(of: Array(operands.dropFirst()))
  }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .byColumns(results[0], operands: 6, results: 3)
  }

  public func prepare(_ call: Call) -> [Step] {
    [
      .batchnormGradient(
        dy: call.operands[0], x: call.operands[2], mean: call.operands[3],
        variance: call.operands[4], gamma: call.operands[5], epsilon: base.epsilon,
        activation: (activation.kernel, call.operands[1]), into: call.results[0],
        dGamma: call.results[1], dBeta: call.results[2], columns: call.block.columns)
    ]
  }
}
