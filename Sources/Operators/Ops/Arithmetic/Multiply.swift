public import IR
public import Kernels

/// `multiply`: the element-wise product, C = A B.
///
/// Shapes: A, B and C alike. Gradients: dA = B dC, dB = A dC.
public struct Multiply: DifferentiableOp, AttributeFreeOp {
  public static let name = "multiply"

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
    guard let dC = builder.gradient(ofResult: 0) else { return [nil, nil] }
    let (a, b) = (builder.operands[0], builder.operands[1])
    let dA = builder.wants(0) ? try builder.add(Multiply(), dC, b) : nil
    let dB = builder.wants(1) ? try builder.add(Multiply(), dC, a) : nil
    return [dA, dB]
  }

  public func prepare(_ call: Call) -> [Step] {
    [
      .multiply(
        call.operands[0], call.operands[1], into: call.results[0], block: call.block)
    ]
  }
}
