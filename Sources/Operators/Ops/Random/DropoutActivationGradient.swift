public import IR
public import Kernels

/// `dropout_activation_gradient`: dX = dropout_gradient(dY) g(Y), where g gives the derivative of
/// the activation before the dropout from its output.
///
/// Shapes: dY, Y and dX alike, step i32 scalar. Attributes: those of `dropout_gradient`, `function`
/// and that activation's own. Made by fusion alone; the same bits as `dropout_gradient` and
/// `activation_gradient`.
public struct DropoutActivationGradient: Op {
  public static let name = "dropout_activation_gradient"
  private let dropout: DropoutGradient
  private let activation: FusedActivation

  /// The gradient of an activation with this dropout behind it.
  public init(_ dropout: DropoutGradient, _ op: any ActivationOp) {
    self.dropout = dropout
    activation = FusedActivation(op)
  }

  public init(_ attributes: inout AttributeReader) throws(AttributeError) {
    dropout = try DropoutGradient(&attributes)
    activation = try FusedActivation(&attributes)
  }

  public var attributes: Attributes { dropout.attributes + activation.attributes }
  public var aliases: [Alias] { [Alias(result: 0, operand: 0)] }
  public var randomSite: Int? { dropout.site }
  public var drawsAgain: Bool { true }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.require(count: 3)
    try Array(operands.prefix(2)).requireSameTypes(count: 2)
    return try Array(operands.dropFirst()).requireDropout()
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int {
    2 * results[0].count
  }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .elementwise(results[0], operands: [.element, .element, .whole])
  }

  public func prepare(_ call: Call) -> [Step] {
    [
      .dropoutActivationGradient(
        activation.op.kernel, dy: call.operands[0], y: call.operands[1], rate: dropout.rate,
        seed: call.seed, site: UInt32(dropout.site), step: call.operands[2],
        into: call.results[0], block: call.block)
    ]
  }
}
