public import IR
public import Kernels

/// `sgd_update`: gradient descent, W' = W - lr dW.
///
/// With a penalty the gradient is that of `PenalisedUpdate`.
/// Shapes: W, dW and W' alike, lr a scalar of W's element type.
public struct SGDUpdate: PenalisedUpdate {
  public static let name = "sgd_update"

  public var penalty = Penalty.none

  /// An update.
  public init() {}

  public init(_ attributes: inout AttributeReader) throws(AttributeError) {
    penalty = try attributes.penalty()
  }

  public var attributes: Attributes {
    let none: Attributes = [:]
    return none.with(penalty)
  }

  public var aliases: [Alias] { [Alias(result: 0, operand: 0)] }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.require(count: 3)
    try operands.requireUpdate(tensors: 2)
    return [operands[0]]
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int {
    (2 + penaltyFlops) * results[0].count
  }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .elementwise(results[0], operands: [.element, .element, .whole])
  }

  public func prepare(_ call: Call) -> [Step] {
    [
      .sgd(
        w: call.operands[0], g: call.operands[1], lr: call.operands[2], penalty: weightPenalty,
        into: call.results[0], block: call.block)
    ]
  }
}

extension [TensorType] {
  /// `tensors` operands of one type, then the learning rate.
  func requireUpdate(tensors: Int) throws(ShapeError) {
    try Array(prefix(tensors)).requireSameTypes(count: tensors)
    try Operators.require(
      self[tensors] == TensorType(self[0].element, []),
      "needs a scalar of \(self[0].element.rawValue) as learning rate, not \(self[tensors])")
  }
}
