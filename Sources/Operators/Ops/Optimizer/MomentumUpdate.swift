public import IR
public import Kernels

/// `momentum_update`: gradient descent with momentum, M' = momentum M + dW, W' = W - lr M'.
///
/// With a penalty the gradient is that of `PenalisedUpdate`.
/// Shapes: W, dW, M, W' and M' alike, lr a scalar of W's element type.
/// Source: Sutskever et al., "On the importance of initialization and momentum", 2013, in the form
/// that PyTorch uses.
public struct MomentumUpdate: PenalisedUpdate {
  public static let name = "momentum_update"
  /// How much of the old direction stays.
  public var momentum: Double
  public var penalty = Penalty.none

  /// An update with this momentum.
  public init(momentum: Double) { self.momentum = momentum }

  public init(_ attributes: inout AttributeReader) throws(AttributeError) {
    momentum = try attributes.fraction("momentum")
    penalty = try attributes.penalty()
  }

  public var attributes: Attributes {
    let own: Attributes = ["momentum": .real(momentum)]
    return own.with(penalty)
  }
  public var aliases: [Alias] { [Alias(result: 0, operand: 0), Alias(result: 1, operand: 2)] }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.require(count: 4)
    try operands.requireUpdate(tensors: 3)
    return [operands[0], operands[0]]
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int {
    (4 + penaltyFlops) * results[0].count
  }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .elementwise(results[0], operands: [.element, .element, .element, .whole], results: 2)
  }

  public func prepare(_ call: Call) -> [Step] {
    [
      .momentum(
        w: call.operands[0], g: call.operands[1], m: call.operands[2], lr: call.operands[3],
        momentum: momentum, penalty: weightPenalty, into: call.results[0], m2: call.results[1],
        block: call.block)
    ]
  }
}
