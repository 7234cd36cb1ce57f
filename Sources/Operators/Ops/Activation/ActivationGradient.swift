public import IR
public import Kernels

/// `activation_gradient`: dX = scale dY g(Y), where g gives an activation's derivative from its
/// output.
///
/// Shapes: dY, Y and dX alike. Attributes: `function` and that activation's own, and `scale`, 1 where
/// it is left out.
public struct ActivationGradient: Op {
  public static let name = "activation_gradient"
  private let fused: FusedActivation
  /// What the gradient is multiplied by.
  public let scale: Double

  /// The activation.
  public var activation: any ActivationOp { fused.op }

  /// The gradient of this activation.
  public init(of op: any ActivationOp, scale: Double = 1) {
    fused = FusedActivation(op)
    self.scale = scale
  }

  public init(_ attributes: inout AttributeReader) throws(AttributeError) {
    fused = try FusedActivation(&attributes)
    scale = try attributes.real("scale", default: 1)
  }

  public var attributes: Attributes {
    scale == 1 ? fused.attributes : fused.attributes + ["scale": .real(scale)]
  }

  public var aliases: [Alias] { [Alias(result: 0, operand: 0), Alias(result: 0, operand: 1)] }

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
        activation.kernel, dy: call.operands[0], y: call.operands[1], scale: scale,
        into: call.results[0], block: call.block)
    ]
  }
}
