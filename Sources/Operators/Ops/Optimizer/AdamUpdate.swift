public import IR
public import Kernels

/// `adam_update`: Adam with bias correction, at step t counting from 1:
/// M' = beta1 M + (1 - beta1) dW, V' = beta2 V + (1 - beta2) dW^2,
/// W' = (1 - lr decay) W - lr / (1 - beta1^t) M' / (sqrt(V') / sqrt(1 - beta2^t) + epsilon).
///
/// With `amsgrad` the largest V' so far, L' = max(L, V'), stands for V' in the last formula.
///
/// Operands, shapes and the gradient with a penalty: see `PenalisedUpdate`. Slots: M, V, and L for
/// `amsgrad`; takes the step.
/// Sources: Kingma and Ba, "Adam", 2015, with epsilon where PyTorch has it; Loshchilov and Hutter,
/// "Decoupled weight decay regularization", 2019; Reddi et al., "On the convergence of Adam and
/// beyond", 2018.
public struct AdamUpdate: PenalisedUpdate {
  public static let name = "adam_update"
  /// How much of the old first moment stays.
  public var beta1: Double
  /// How much of the old second moment stays.
  public var beta2: Double
  /// What is added to the denominator.
  public var epsilon: Double
  /// Whether the largest second moment so far is what counts.
  public var isAMSGrad: Bool
  /// The factor of the decoupled weight decay.
  public var decay: Double
  public var penalty = Penalty.none

  /// An update with these constants.
  public init(
    beta1: Double, beta2: Double, epsilon: Double, isAMSGrad: Bool = false, decay: Double = 0
  ) {
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.isAMSGrad = isAMSGrad
    self.decay = decay
  }

  public init(_ attributes: inout AttributeReader) throws(AttributeError) {
    beta1 = try attributes.fraction("beta1")
    beta2 = try attributes.fraction("beta2")
    epsilon = try attributes.epsilon()
    isAMSGrad = try attributes.flag("amsgrad")
    decay = try attributes.factor("decay")
    penalty = try attributes.penalty()
  }

  public var attributes: Attributes {
    var own: Attributes = [
      "beta1": .real(beta1), "beta2": .real(beta2), "epsilon": .real(epsilon),
    ]
    if isAMSGrad { own.append("amsgrad", .flag(true)) }
    return own.with("decay", decay).with(penalty)
  }

  public var slotCount: Int { isAMSGrad ? 3 : 2 }
  public var takesStep: Bool { true }
  public var flopsPerWeight: Int { 12 + (isAMSGrad ? 1 : 0) + (decay > 0 ? 1 : 0) }

  public func prepare(_ call: Call) -> [Step] {
    let (operands, results) = (call.operands, call.results)
    guard isAMSGrad else {
      return [
        .adam(
          w: operands[0], g: operands[1], m: operands[2], v: operands[3], lr: operands[4],
          step: operands[5], beta1: beta1, beta2: beta2, epsilon: epsilon, decay: decay,
          penalty: weightPenalty, into: results[0], m2: results[1], v2: results[2],
          block: call.block)
      ]
    }
    return [
      .amsgrad(
        w: operands[0], g: operands[1], m: operands[2], v: operands[3], largest: operands[4],
        lr: operands[5], step: operands[6], beta1: beta1, beta2: beta2, epsilon: epsilon,
        decay: decay, penalty: weightPenalty, into: results[0], m2: results[1], v2: results[2],
        largest2: results[3], block: call.block)
    ]
  }
}
