public import IR
public import Kernels

/// `sgd_update`: gradient descent, W' = (1 - lr decay) W - lr dW.
///
/// Operands, shapes and the gradient with a penalty: see `PenalisedUpdate`. Without slots.
public struct SGDUpdate: PenalisedUpdate {
  public static let name = "sgd_update"
  /// The factor of the decoupled weight decay.
  public var decay: Double
  public var penalty = Penalty.none

  /// An update.
  public init(decay: Double = 0) { self.decay = decay }

  public init(_ attributes: inout AttributeReader) throws(AttributeError) {
    decay = try attributes.factor("decay")
    penalty = try attributes.penalty()
  }

  public var attributes: Attributes {
    let none: Attributes = [:]
    return none.with("decay", decay).with(penalty)
  }

  public var slotCount: Int { 0 }
  public var flopsPerWeight: Int { decay > 0 ? 3 : 2 }

  public func prepare(_ call: Call) -> [Step] {
    [
      .sgd(
        w: call.operands[0], g: call.operands[1], lr: call.operands[2], decay: decay,
        penalty: weightPenalty, into: call.results[0], block: call.block)
    ]
  }
}
