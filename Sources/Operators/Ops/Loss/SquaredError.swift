import IR
public import Kernels

/// `squared_error`: the squared error of each row, the mean over the columns of (x - t)^2.
///
/// Shapes: X [rows, columns], targets alike, losses [rows].
/// Gradient: dX = 2 (X - T) dl / columns.
public struct SquaredError: TargetLossOp {
  public typealias Gradient = SquaredErrorGradient
  public static let name = "squared_error"
  public static let flopsPerElement = 3

  public init() {}

  public static func kernel(
    _ x: Matrix, targets: Matrix, into losses: Matrix, rows: Range<Int>
  ) -> Step {
    .squaredError(x, targets: targets, into: losses, rows: rows)
  }
}
