public import IR
public import Kernels

/// `row_absolute_sum`: the sum of absolute values of each row, y[r] = sum over c of |W[r,c]|; the
/// L1 penalty.
///
/// Shapes: W [rows, columns], y [rows].
/// Gradient: dW[r,c] = sign(W[r,c]) dy[r].
public struct RowAbsoluteSum: RowSumOp {
  public static let name = "row_absolute_sum"

  public init() {}

  public func gradients(_ builder: inout GradientBuilder) throws(ShapeError) -> [ValueID?] {
    guard let dY = builder.gradient(ofResult: 0) else { return [nil] }
    let sign = try builder.add(Sign(), builder.operands[0])
    return [try builder.add(ScaleRows(), sign, dY)]
  }

  public static func kernel(_ x: Matrix, into y: Matrix, rows: Range<Int>) -> Step {
    .rowAbsoluteSum(x, into: y, rows: rows)
  }
}
