public import IR
public import Kernels

/// `subtract_one_hot`: subtracts 1 at each row's label, Y[r,c] = P[r,c] - [c = label r].
///
/// Shapes: P [rows, classes], labels i32 [rows], Y as P.
public struct SubtractOneHot: LabelledOp, AttributeFreeOp {
  public static let name = "subtract_one_hot"

  public init() {}

  public var aliases: [Alias] { [Alias(result: 0, operand: 0)] }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    _ = try operands.requireLabelledRows()
    return [operands[0]]
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int { results[0].rows }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .elementwise(results[0], operands: [.element, .elementPerRow])
  }

  public func prepare(_ call: Call) -> [Step] {
    [
      .subtractOneHot(
        call.operands[0], labels: call.operands[1], into: call.results[0], block: call.block)
    ]
  }
}
