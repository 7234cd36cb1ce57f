public import IR
public import Kernels

/// `squared_error_gradient`: dX = 2 (X - T) dl / columns.
///
/// Shapes: X [rows, columns], targets alike, dl [rows], the result as the first.
public struct SquaredErrorGradient: TargetLossGradientOp, AttributeFreeOp {
  public static let name = "squared_error_gradient"
  public static let flopsPerElement = 3

  public init() {}

  public func kernel(
    _ x: Matrix, targets: Matrix, dLosses: Matrix, into dx: Matrix, rows: Range<Int>
  ) -> Step {
    .squaredErrorGradient(x, targets: targets, dLosses: dLosses, into: dx, rows: rows)
  }
}
