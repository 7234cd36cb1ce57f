public import IR
public import Kernels

/// `activation_gradient`: dX = scale dY g(P), where g gives an activation's derivative from its point:
/// its output, or its input (see `ActivationOp`).
///
/// Shapes: dY, P and dX alike. Attributes: `function` and that activation's own, and `scale`, 1 where
/// it is left out.
public struct ActivationGradient: Op, SteppedOp {
  public static let name = "activation_gradient"
  /// The activation.
  public let activation: any ActivationOp
  /// What the gradient is multiplied by.
  public let scale: Double

  /// The gradient of this activation.
  public init(of activation: any ActivationOp, scale: Double = 1) {
    self.activation = activation
    self.scale = scale
  }

  public init(_ attributes: inout AttributeReader) throws(AttributeError) {
    activation = try attributes.activation()
    scale = try attributes.real("scale", default: 1)
  }

  public var attributes: Attributes {
    scale == 1 ? activation.asAttributes : activation.asAttributes + ["scale": .real(scale)]
  }

  public var aliases: [Alias] { [Alias(result: 0, operand: 0), Alias(result: 0, operand: 1)] }

  public var decidingOperand: Int? { activation.kinkResult == nil ? nil : 1 }

  public func movesTowardsBoundary(_ operands: [Matrix]) -> [Double] {
    activation.movesTowardsKink(operands[1])
  }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.requireSameTypes(count: 2)
    return [operands[0]]
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int {
    (scale == 1 ? 1 : 2) * results[0].count
  }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .elementwise(results[0], operands: [.element, .element])
  }

  public func prepare(_ call: Call) -> [Step] {
    [
      .activationGradient(
        activation.kernel, dy: call.operands[0], at: call.operands[1], scale: scale,
        into: call.results[0], block: call.block)
    ]
  }
}
