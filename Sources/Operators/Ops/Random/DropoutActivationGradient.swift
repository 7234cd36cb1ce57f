public import IR
public import Kernels

/// `dropout_activation_gradient`: dX = dropout_gradient(dY) g(P), where g gives the derivative of
/// the activation before the dropout from its point.
///
/// Shapes: dY, P and dX alike, step i32 scalar. Attributes: those of `dropout_gradient`, `function`
/// and that activation's own. Made by fusion alone; the same bits as `dropout_gradient` and
/// `activation_gradient`.
public struct DropoutActivationGradient: ActivationGradientFusion {
  public static let name = "dropout_activation_gradient"
  public let base: DropoutGradient
  public let activation: any ActivationOp

  public init(_ base: DropoutGradient, _ activation: any ActivationOp) {
    (self.base, self.activation) = (base, activation)
  }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.require(count: 3)
    try Array(operands.prefix(2)).requireSameTypes(count: 2)
    return try base.resultTypes(of: Array(operands.dropFirst()))
  }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .elementwise(results[0], operands: [.element, .element, .whole])
  }

  public func prepare(_ call: Call) -> [Step] {
    [
      .dropoutActivationGradient(
        activation.kernel, dy: call.operands[0], at: call.operands[1], rate: base.rate,
        seed: call.seed, site: UInt32(base.site), step: call.operands[2], into: call.results[0],
        block: call.block)
    ]
  }
}
