public import IR
public import Kernels

/// `add`: the element-wise sum, C = A + B; also how gradients of a value used twice meet.
///
/// Shapes: A, B and C alike. Gradient: dA = dB = dC.
public struct Add: DifferentiableOp, AttributeFreeOp {
  public static let name = "add"

  public init() {}

  public var aliases: [Alias] { [Alias(result: 0, operand: 0), Alias(result: 0, operand: 1)] }

  public var isCommutative: Bool { true }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.requireSameTypes(count: 2)
    return [operands[0]]
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int { results[0].count }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .elementwise(results[0], operands: [.element, .element])
  }

  public func gradients(_ builder: inout GradientBuilder) throws(ShapeError) -> [ValueID?] {
    [builder.gradient(ofResult: 0), builder.gradient(ofResult: 0)]
  }

  public func prepare(_ call: Call) -> [Step] {
    [.add(call.operands[0], call.operands[1], into: call.results[0], block: call.block)]
  }
}
