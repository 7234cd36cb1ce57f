public import IR
public import Kernels

/// `adagrad_update`: AdaGrad, S' = S + dW^2, W' = W - r dW / (sqrt(S') + epsilon), where r is lr, or
/// with `lr_decay` at step t counting from 1, lr / (1 + (t - 1) lr_decay).
///
/// Operands, shapes and the gradient with a penalty: see `PenalisedUpdate`. Slot: S; takes the step
/// with `lr_decay`.
/// Source: Duchi et al., "Adaptive subgradient methods", 2011, with epsilon where PyTorch has it;
/// Keras adds it under the root.
public struct AdagradUpdate: PenalisedUpdate {
  public static let name = "adagrad_update"
  /// What is added to the denominator.
  public var epsilon: Double
  /// How fast the learning rate falls; 0 for not at all.
  public var rateDecay: Double
  public var penalty = Penalty.none

  /// An update with these constants.
  public init(epsilon: Double, rateDecay: Double = 0) {
    self.epsilon = epsilon
    self.rateDecay = rateDecay
  }

  public init(_ attributes: inout AttributeReader) throws(AttributeError) {
    epsilon = try attributes.epsilon()
    rateDecay = try attributes.factor("lr_decay")
    penalty = try attributes.penalty()
  }

  public var attributes: Attributes {
    let own: Attributes = ["epsilon": .real(epsilon)]
    return own.with("lr_decay", rateDecay).with(penalty)
  }

  public var slotCount: Int { 1 }
  public var takesStep: Bool { rateDecay > 0 }
  public var flopsPerWeight: Int { 7 }

  public func prepare(_ call: Call) -> [Step] {
    [
      .adagrad(
        w: call.operands[0], g: call.operands[1], s: call.operands[2], lr: call.operands[3],
        step: takesStep ? call.operands[4] : nil, rateDecay: rateDecay, epsilon: epsilon,
        penalty: weightPenalty, into: call.results[0], s2: call.results[1], block: call.block)
    ]
  }
}
