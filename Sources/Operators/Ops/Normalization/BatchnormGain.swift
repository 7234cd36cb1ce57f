public import IR
public import Kernels

/// `batchnorm_gain`: the factor of each column to which normalisation with moving averages comes
/// down, gain[c] = gamma[c] / sqrt(variance[c] + epsilon).
///
/// Shapes: gamma, variance and gain [columns]. Made by folding alone.
public struct BatchnormGain: EpsilonOp {
  public static let name = "batchnorm_gain"
  /// What is added to the variance.
  public var epsilon: Double

  /// A gain with this epsilon.
  public init(epsilon: Double) { self.epsilon = epsilon }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.requireSameTypes(count: 2)
    try require(operands[0].rank == 1, "needs vectors, not \(operands[0])")
    return [operands[0]]
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int {
    3 * results[0].count
  }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .undivided(operands: 2)
  }

  public func prepare(_ call: Call) -> [Step] {
    [
      .batchnormGain(
        gamma: call.operands[0], variance: call.operands[1], epsilon: epsilon,
        into: call.results[0])
    ]
  }
}
