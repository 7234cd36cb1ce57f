public import IR
public import Kernels

/// `sign_equals`: the share of each row's columns in which (z > 0) equals the target: the
/// label is not 0 where there is one column, else [c = label]; its mean is the binary accuracy.
///
/// Shapes: Z [rows, columns], labels i32 [rows], the result [rows] of Z's element type.
public struct SignEquals: RowFigureOp, AttributeFreeOp, SteppedOp {
  public static let name = "sign_equals"

  public init() {}

  public func labelLimit(_ operands: [TensorType]) -> Int {
    operands[0].columns == 1 ? 2 : operands[0].columns
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int { operands[0].count }

  public func prepare(_ call: Call) -> [Step] {
    [
      .signEquals(
        call.operands[0], labels: call.operands[1], into: call.results[0], rows: call.block.rows)
    ]
  }
}
