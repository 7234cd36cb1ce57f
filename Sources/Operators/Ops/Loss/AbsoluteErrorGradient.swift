public import IR
public import Kernels

/// `absolute_error_gradient`: dX = sign(X - T) dl / columns.
///
/// Shapes: X [rows, columns], targets alike, dl [rows], the result as the first.
public struct AbsoluteErrorGradient: TargetLossGradientOp, AttributeFreeOp, SteppedOp {
  public static let name = "absolute_error_gradient"
  public static let flopsPerElement = 3

  public init() {}

  /// The boundary is the target, which counts as below it.
  public func movesTowardsBoundary(_ operands: [Matrix]) -> [Double] {
    zip(operands[0].values(as: Double.self), operands[1].values(as: Double.self)).map {
      $0 > $1 ? -1 : $0 <= $1 ? 1 : 0
    }
  }

  public func kernel(
    _ x: Matrix, targets: Matrix, dLosses: Matrix, into dx: Matrix, rows: Range<Int>
  ) -> Step {
    .absoluteErrorGradient(x, targets: targets, dLosses: dLosses, into: dx, rows: rows)
  }
}
