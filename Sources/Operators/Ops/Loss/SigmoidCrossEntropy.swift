public import IR
public import Kernels

/// `sigmoid_cross_entropy`: the binary cross-entropy of each row of logits, the mean over the
/// columns of max(z, 0) - z t + log(1 + exp(-|z|)), which never overflows.
///
/// Shapes: Z [rows, columns], targets alike, losses [rows].
/// Gradient: dZ = (sigmoid(Z) - T) dl / columns.
public struct SigmoidCrossEntropy: TargetLossOp, AttributeFreeOp {
  public static let name = "sigmoid_cross_entropy"

  public init() {}

  public var gradient: SigmoidCrossEntropyGradient { SigmoidCrossEntropyGradient() }

  public func kernel(
    _ logits: Matrix, targets: Matrix, into losses: Matrix, rows: Range<Int>
  ) -> Step {
    .sigmoidCrossEntropy(logits, targets: targets, into: losses, rows: rows)
  }
}
