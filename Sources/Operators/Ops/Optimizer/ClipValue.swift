public import IR
public import Kernels

/// `clip_value`: cuts each element of a gradient to a limit, Y = min(max(X, -limit), limit).
///
/// Shapes: any X, Y as X. NaN stays. As PyTorch's `clip_grad_value_`.
public struct ClipValue: GradientClippingOp {
  public static let name = "clip_value"
  /// The largest size of an element.
  public var limit: Double

  /// A cut to this limit.
  public init(limit: Double) { self.limit = limit }

  public init(_ attributes: inout AttributeReader) throws(AttributeError) {
    limit = try attributes.positive("limit")
  }

  public var attributes: Attributes { ["limit": .real(limit)] }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.requireSameTypes(count: 1)
    return operands
  }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .elementwise(results[0], operands: [.element])
  }

  public func prepare(_ call: Call) -> [Step] {
    [.clip(call.operands[0], to: limit, into: call.results[0], block: call.block)]
  }
}
