public import IR
public import Kernels

/// `squared_error`: the squared error of each row, the mean over the columns of (x - t)^2.
///
/// Shapes: X [rows, columns], targets alike, losses [rows].
/// Gradient: dX = 2 (X - T) dl / columns.
public struct SquaredError: TargetLossOp, AttributeFreeOp {
  public static let name = "squared_error"

  public init() {}

  public var gradient: SquaredErrorGradient { SquaredErrorGradient() }

  public func kernel(
    _ x: Matrix, targets: Matrix, into losses: Matrix, rows: Range<Int>
  ) -> Step {
    .squaredError(x, targets: targets, into: losses, rows: rows)
  }
}
