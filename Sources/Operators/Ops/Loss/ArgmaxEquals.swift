public import IR
public import Kernels

/// `argmax_equals`: 1 for each row whose first largest column is its label, else 0; its mean is the
/// accuracy.
///
/// Shapes: Z [rows, columns], labels i32 [rows], the result [rows] of Z's element type.
public struct ArgmaxEquals: LabelledOp, AttributeFreeOp {
  public static let name = "argmax_equals"

  public init() {}

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    let rows = try operands.requireLabelledRows()
    return [TensorType(operands[0].element, [rows])]
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int { operands[0].count }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .perRow(operands[0], operands: [.row, .elementPerRow])
  }

  public func prepare(_ call: Call) -> [Step] {
    [
      .argmaxEquals(
        call.operands[0], labels: call.operands[1], into: call.results[0], rows: call.block.rows)
    ]
  }
}
