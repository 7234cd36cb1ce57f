public import IR
public import Kernels

/// `batchnorm_activation`: `batchnorm` in training with an activation behind it, Y = f(gamma (X -
/// mean) / sqrt(variance + epsilon) + beta), while the columns are in the cache.
///
/// Shapes and results: as `batchnorm`. Attributes: `epsilon`, `function` and that activation's own.
/// Made by fusion alone; the same bits as the two one after the other.
public struct BatchnormActivation: ActivatedOp {
  public static let name = "batchnorm_activation"
  public let base: Batchnorm
  public let activation: any ActivationOp

  public init(_ base: Batchnorm, _ activation: any ActivationOp) {
    (self.base, self.activation) = (base, activation)
  }

  public func prepare(_ call: Call) -> [Step] {
    [
      .batchnorm(
        call.operands[0], gamma: call.operands[1], beta: call.operands[2], epsilon: base.epsilon,
        activation: activation.kernel, into: call.results[0], mean: call.results[1],
        variance: call.results[2], columns: call.block.columns)
    ]
  }
}
