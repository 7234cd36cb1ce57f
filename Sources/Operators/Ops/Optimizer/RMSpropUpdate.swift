public import IR
public import Kernels

/// `rmsprop_update`: RMSprop, S' = rho S + (1 - rho) dW^2, D = dW / (sqrt(S') + epsilon),
/// W' = W - lr D.
///
/// With `centered` A' = rho A + (1 - rho) dW and D = dW / (sqrt(max(S' - A'^2, 0)) + epsilon); with
/// `momentum` M' = momentum M + D and W' = W - lr M'.
///
/// Operands, shapes and the gradient with a penalty: see `PenalisedUpdate`. Slots: S, then A where it
/// is centered, then M where it has momentum.
/// Sources: Hinton, "Neural networks for machine learning", lecture 6e, 2012; Graves, "Generating
/// sequences with recurrent neural networks", 2013 (centered); with epsilon where PyTorch has it.
public struct RMSpropUpdate: PenalisedUpdate {
  public static let name = "rmsprop_update"
  /// How much of the old mean square stays.
  public var rho: Double
  /// What is added to the denominator.
  public var epsilon: Double
  /// How much of the old direction stays; 0 for none.
  public var momentum: Double
  /// Whether the square of the mean gradient is taken from the mean square.
  public var isCentered: Bool
  public var penalty = Penalty.none

  /// An update with these constants.
  public init(rho: Double, epsilon: Double, momentum: Double = 0, isCentered: Bool = false) {
    self.rho = rho
    self.epsilon = epsilon
    self.momentum = momentum
    self.isCentered = isCentered
  }

  public init(_ attributes: inout AttributeReader) throws(AttributeError) {
    rho = try attributes.fraction("rho")
    epsilon = try attributes.epsilon()
    momentum = try attributes.fraction("momentum", default: 0)
    isCentered = try attributes.flag("centered")
    penalty = try attributes.penalty()
  }

  public var attributes: Attributes {
    let own: Attributes = ["rho": .real(rho), "epsilon": .real(epsilon)]
    var all = own.with("momentum", momentum)
    if isCentered { all.append("centered", .flag(true)) }
    return all.with(penalty)
  }

  public var slotCount: Int { 1 + (isCentered ? 1 : 0) + (momentum > 0 ? 1 : 0) }
  public var flopsPerWeight: Int { 9 + (isCentered ? 5 : 0) + (momentum > 0 ? 2 : 0) }

  public func prepare(_ call: Call) -> [Step] {
    let (operands, results) = (call.operands, call.results)
    guard isCentered || momentum > 0 else {
      return [
        .rmsprop(
          w: operands[0], g: operands[1], s: operands[2], lr: operands[3], rho: rho,
          epsilon: epsilon, penalty: weightPenalty, into: results[0], s2: results[1],
          block: call.block)
      ]
    }
    let last = slotCount
    return [
      .rmsprop(
        w: operands[0], g: operands[1], s: operands[2],
        mean: isCentered ? (operands[3], results[2]) : nil,
        velocity: momentum > 0 ? (operands[1 + last], results[last]) : nil,
        lr: operands[2 + last], rho: rho, epsilon: epsilon, momentum: momentum,
        penalty: weightPenalty, into: results[0], s2: results[1], block: call.block)
    ]
  }
}
