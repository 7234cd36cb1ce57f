public import IR
public import Kernels

/// `batchnorm_gradient`: the gradient of `batchnorm` in training, through the batch's mean and
/// variance. With n rows, x̂ = (X - mean) / sqrt(variance + epsilon) and sums over the rows:
/// dbeta = sum dY, dgamma = sum dY x̂,
/// dX = gamma / sqrt(variance + epsilon) (dY - dbeta / n - x̂ dgamma / n).
///
/// Shapes: dY and X [rows, columns], mean, variance and gamma [columns]; results dX as X, dgamma
/// and dbeta [columns].
public struct BatchnormGradient: EpsilonOp {
  public static let name = "batchnorm_gradient"
  /// What was added to the variance.
  public var epsilon: Double

  /// The gradient of a normalisation with this epsilon.
  public init(epsilon: Double) { self.epsilon = epsilon }

  public var aliases: [Alias] { [Alias(result: 0, operand: 0), Alias(result: 0, operand: 1)] }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.require(count: 5)
    try require(
      operands[0] == operands[1], "needs dY and X of one type, not \(operands[0]), \(operands[1])")
    try operands.requireColumnVectors(from: 2)
    return [operands[0], operands[4], operands[4]]
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int {
    10 * results[0].count
  }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .byColumns(results[0], operands: 5, results: 3)
  }

  public func prepare(_ call: Call) -> [Step] {
    [
      .batchnormGradient(
        dy: call.operands[0], x: call.operands[1], mean: call.operands[2],
        variance: call.operands[3], gamma: call.operands[4], epsilon: epsilon,
        into: call.results[0], dGamma: call.results[1], dBeta: call.results[2],
        columns: call.block.columns)
    ]
  }
}
