public import IR
public import Kernels

/// `momentum_update`: gradient descent with momentum, M' = momentum M + dW,
/// W' = (1 - lr decay) W - lr M', or with `nesterov` W' = (1 - lr decay) W - lr (dW + momentum M').
///
/// Operands, shapes and the gradient with a penalty: see `PenalisedUpdate`. Slot: M.
/// Source: Sutskever et al., "On the importance of initialization and momentum", 2013, in the form
/// that PyTorch uses. PyTorch's dampening is left out: but for the first step it divides the learning
/// rate.
public struct MomentumUpdate: PenalisedUpdate {
  public static let name = "momentum_update"
  /// How much of the old direction stays.
  public var momentum: Double
  /// Whether the step looks ahead, as Nesterov's does.
  public var isNesterov: Bool
  /// The factor of the decoupled weight decay.
  public var decay: Double
  public var penalty = Penalty.none

  /// An update with this momentum.
  public init(momentum: Double, isNesterov: Bool = false, decay: Double = 0) {
    self.momentum = momentum
    self.isNesterov = isNesterov
    self.decay = decay
  }

  public init(_ attributes: inout AttributeReader) throws(AttributeError) {
    momentum = try attributes.fraction("momentum")
    isNesterov = try attributes.flag("nesterov")
    decay = try attributes.factor("decay")
    penalty = try attributes.penalty()
  }

  public var attributes: Attributes {
    var own: Attributes = ["momentum": .real(momentum)]
    if isNesterov { own.append("nesterov", .flag(true)) }
    return own.with("decay", decay).with(penalty)
  }

  public var slotCount: Int { 1 }
  public var flopsPerWeight: Int { 4 + (isNesterov ? 2 : 0) + (decay > 0 ? 1 : 0) }

  public func prepare(_ call: Call) -> [Step] {
    [
      .momentum(
        w: call.operands[0], g: call.operands[1], m: call.operands[2], lr: call.operands[3],
        momentum: momentum, isNesterov: isNesterov, decay: decay, penalty: weightPenalty,
        into: call.results[0], m2: call.results[1], block: call.block)
    ]
  }
}
