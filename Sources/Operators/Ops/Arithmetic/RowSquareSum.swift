public import IR
public import Kernels

/// `row_square_sum`: the sum of squares of each row, y[r] = sum over c of W[r,c]^2; the L2 penalty.
///
/// Shapes: W [rows, columns], y [rows].
/// Gradient: dW[r,c] = 2 W[r,c] dy[r].
public struct RowSquareSum: RowSumOp {
  public static let name = "row_square_sum"

  public init() {}

  public func gradients(_ builder: inout GradientBuilder) throws(ShapeError) -> [ValueID?] {
    guard let dY = builder.gradient(ofResult: 0) else { return [nil] }
    let twice = try builder.add(Scale(factor: 2), dY)
    return [try builder.add(ScaleRows(), builder.operands[0], twice)]
  }

  public static func kernel(_ x: Matrix, into y: Matrix, rows: Range<Int>) -> Step {
    .rowSquareSum(x, into: y, rows: rows)
  }
}
