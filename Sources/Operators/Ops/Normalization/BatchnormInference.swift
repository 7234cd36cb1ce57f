public import IR
public import Kernels

/// `batchnorm_inference`: normalisation with moving averages instead of the batch's own figures,
/// Y = gamma (X - mean) / sqrt(variance + epsilon) + beta.
///
/// Shapes: X [rows, columns], gamma, beta, mean and variance [columns], Y as X.
public struct BatchnormInference: EpsilonOp {
  public static let name = "batchnorm_inference"
  /// What is added to the variance.
  public var epsilon: Double

  /// A normalisation with this epsilon.
  public init(epsilon: Double) { self.epsilon = epsilon }

  public var aliases: [Alias] { [Alias(result: 0, operand: 0)] }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.require(count: 5)
    try operands.requireColumnVectors()
    return [operands[0]]
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int {
    4 * results[0].count
  }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .elementwise(results[0], operands: [.element, .column, .column, .column, .column])
  }

  public func prepare(_ call: Call) -> [Step] {
    [
      .batchnormInference(
        call.operands[0], gamma: call.operands[1], beta: call.operands[2], mean: call.operands[3],
        variance: call.operands[4], epsilon: epsilon, into: call.results[0], block: call.block)
    ]
  }
}
