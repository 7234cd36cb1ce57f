public import IR
public import Kernels

/// `absolute_error`: the absolute error of each row, the mean over the columns of |x - t|.
///
/// Shapes: X [rows, columns], targets alike, losses [rows].
/// Gradient: dX = sign(X - T) dl / columns, 0 where an output meets its target.
public struct AbsoluteError: TargetLossOp, KinkedOp, AttributeFreeOp {
  public static let name = "absolute_error"

  public init() {}

  public var gradient: AbsoluteErrorGradient { AbsoluteErrorGradient() }

  /// X - T.
  public func side(
    _ operands: [ValueID], _ rewriter: inout Rewriter
  ) throws(ShapeError) -> ValueID {
    let negative = try rewriter.add(Scale(factor: -1), [operands[1]], origin: nil)
    return try rewriter.add(Add(), [operands[0]] + negative, origin: nil)[0]
  }

  public func kernel(
    _ x: Matrix, targets: Matrix, into losses: Matrix, rows: Range<Int>
  ) -> Step {
    .absoluteError(x, targets: targets, into: losses, rows: rows)
  }
}
