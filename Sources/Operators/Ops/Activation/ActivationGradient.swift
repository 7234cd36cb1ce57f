public import IR
public import Kernels

/// `activation_gradient`: dX = dY g(Y), where g gives an activation's derivative from its output.
///
/// Shapes: dY, Y and dX alike. Attributes: `function` and that activation's own.
public struct ActivationGradient: Op {
  public static let name = "activation_gradient"
  private let activation: FusedActivation

  /// The gradient of this activation.
  public init(of op: any ActivationOp) { activation = FusedActivation(op) }

  public init(_ attributes: inout AttributeReader) throws(AttributeError) {
    activation = try FusedActivation(&attributes)
  }

  public var attributes: Attributes { activation.attributes }
  public var aliases: [Alias] { [Alias(result: 0, operand: 0), Alias(result: 0, operand: 1)] }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.requireSameTypes(count: 2)
    return [operands[0]]
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int { results[0].count }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .elementwise(results[0], operands: [.element, .element])
  }

  public func prepare(_ call: Call) -> [Step] {
    [
      .activationGradient(
        activation.op.kernel, dy: call.operands[0], y: call.operands[1], into: call.results[0],
        block: call.block)
    ]
  }
}
