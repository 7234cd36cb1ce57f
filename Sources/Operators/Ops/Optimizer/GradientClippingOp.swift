public import IR

/// An operator that stands between a gradient, its operand 0, and the update that follows it. What
/// the update follows is no longer the loss's gradient, and that is the operand.
public protocol GradientClippingOp: Op {}

extension GradientClippingOp {
  /// In place.
  public var aliases: [Alias] { [Alias(result: 0, operand: 0)] }

  /// One for each element.
  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int { results[0].count }
}
