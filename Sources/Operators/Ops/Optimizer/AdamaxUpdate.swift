public import IR
public import Kernels

/// `adamax_update`: AdaMax, at step t counting from 1: M' = beta1 M + (1 - beta1) dW,
/// U' = max(beta2 U, |dW| + epsilon), W' = W - lr / (1 - beta1^t) M' / U'.
///
/// Operands, shapes and the gradient with a penalty: see `PenalisedUpdate`. Slots: M and U; takes the
/// step.
/// Source: Kingma and Ba, "Adam", 2015, section 7.1, with epsilon where PyTorch has it; Keras adds it
/// to U' as it divides.
public struct AdamaxUpdate: PenalisedUpdate {
  public static let name = "adamax_update"
  /// How much of the old first moment stays.
  public var beta1: Double
  /// How much of the old norm stays.
  public var beta2: Double
  /// What is added to the gradient's size.
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

  public var slotCount: Int { 2 }
  public var takesStep: Bool { true }
  public var flopsPerWeight: Int { 10 }

  public func prepare(_ call: Call) -> [Step] {
    [
      .adamax(
        w: call.operands[0], g: call.operands[1], m: call.operands[2], u: call.operands[3],
        lr: call.operands[4], step: call.operands[5], beta1: beta1, beta2: beta2,
        epsilon: epsilon, penalty: weightPenalty, into: call.results[0], m2: call.results[1],
        u2: call.results[2], block: call.block)
    ]
  }
}
