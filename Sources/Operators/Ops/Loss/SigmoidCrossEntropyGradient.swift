public import IR
public import Kernels

/// `sigmoid_cross_entropy_gradient`: dZ = (sigmoid(Z) - T) dl / columns.
///
/// Shapes: Z [rows, columns], targets alike, dl [rows], the result as the first.
public struct SigmoidCrossEntropyGradient: TargetLossGradientOp, AttributeFreeOp {
  public static let name = "sigmoid_cross_entropy_gradient"
  public static let flopsPerElement = 6

  public init() {}

  public func kernel(
    _ logits: Matrix, targets: Matrix, dLosses: Matrix, into dx: Matrix, rows: Range<Int>
  ) -> Step {
    .sigmoidCrossEntropyGradient(logits, targets: targets, dLosses: dLosses, into: dx, rows: rows)
  }
}
