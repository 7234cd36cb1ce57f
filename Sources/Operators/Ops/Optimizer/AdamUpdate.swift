public import IR
public import Kernels

/// `adam_update`: Adam with bias correction, at step t counting from 1:
/// M' = beta1 M + (1 - beta1) dW, V' = beta2 V + (1 - beta2) dW^2,
/// W' = W - lr / (1 - beta1^t) M' / (sqrt(V') / sqrt(1 - beta2^t) + epsilon).
///
/// With a penalty the gradient is that of `PenalisedUpdate`.
/// Shapes: W, dW, M, V, W', M' and V' alike, lr a scalar of W's element type, step an i32 scalar.
/// Source: Kingma and Ba, "Adam", 2015, with epsilon where PyTorch has it.
public struct AdamUpdate: PenalisedUpdate {
  public static let name = "adam_update"
  /// How much of the old first moment stays.
  public var beta1: Double
  /// How much of the old second moment stays.
  public var beta2: Double
  /// What is added to the denominator.
  public var epsilon: Double
  public var penalty = Penalty.none

  /// An update with these constants.
  public init(beta1: Double, beta2: Double, epsilon: Double) {
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
  }

  public init(_ attributes: inout AttributeReader) throws(AttributeError) {
    beta1 = try attributes.fraction("beta1")
    beta2 = try attributes.fraction("beta2")
    epsilon = try attributes.epsilon()
    penalty = try attributes.penalty()
  }

  public var attributes: Attributes {
    let own: Attributes = [
      "beta1": .real(beta1), "beta2": .real(beta2), "epsilon": .real(epsilon),
    ]
    return own.with(penalty)
  }

  public var aliases: [Alias] {
    [
      Alias(result: 0, operand: 0), Alias(result: 1, operand: 2), Alias(result: 2, operand: 3),
    ]
  }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.require(count: 6)
    try operands.requireUpdate(tensors: 4)
    try require(
      operands[5] == TensorType(.i32, []), "needs an i32 scalar as step, not \(operands[5])")
    return [operands[0], operands[0], operands[0]]
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int {
    (12 + penaltyFlops) * results[0].count
  }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .elementwise(
      results[0], operands: [.element, .element, .element, .element, .whole, .whole], results: 3)
  }

  public func prepare(_ call: Call) -> [Step] {
    [
      .adam(
        w: call.operands[0], g: call.operands[1], m: call.operands[2], v: call.operands[3],
        lr: call.operands[4], step: call.operands[5], beta1: beta1, beta2: beta2,
        epsilon: epsilon, penalty: weightPenalty, into: call.results[0], m2: call.results[1],
        v2: call.results[2], block: call.block)
    ]
  }
}
