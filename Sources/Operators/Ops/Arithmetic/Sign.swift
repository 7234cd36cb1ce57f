public import IR
public import Kernels

/// `sign`: -1, 0 or 1 by the sign of each element; the derivative of the absolute value.
///
/// Shapes: any X, Y as X.
public struct Sign: AttributeFreeOp, SteppedOp {
  public static let name = "sign"

  public init() {}

  public var aliases: [Alias] { [Alias(result: 0, operand: 0)] }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.requireSameTypes(count: 1)
    return operands
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int { results[0].count }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .elementwise(results[0], operands: [.element])
  }

  public func prepare(_ call: Call) -> [Step] {
    [.sign(call.operands[0], into: call.results[0], block: call.block)]
  }
}
