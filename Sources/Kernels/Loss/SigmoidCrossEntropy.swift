import Glibc

extension Step {
  /// losses[r] = mean over c of max(z, 0) - z t + log(1 + exp(-|z|)) for logits z and targets t:
  /// the binary cross-entropy of sigmoid(z) in a form that never overflows. In double precision.
  public static func sigmoidCrossEntropy(
    _ logits: Matrix, targets: Matrix, into losses: Matrix, rows: Range<Int>
  ) -> Step {
    unsafe .losses(
      SigmoidCrossEntropy(), logits, targets: targets, into: losses, rows: rows,
      f32: { unsafe call(TargetLossKernel<SigmoidCrossEntropy>.self, Float.self, $0) },
      f64: { unsafe call(TargetLossKernel<SigmoidCrossEntropy>.self, Double.self, $0) })
  }

  /// dx[r, c] = (sigmoid(z) - t) / C * dLosses[r] for logits z, targets t and C columns; dx may be
  /// the logits.
  public static func sigmoidCrossEntropyGradient(
    _ logits: Matrix, targets: Matrix, dLosses: Matrix, into dx: Matrix, rows: Range<Int>
  ) -> Step {
    unsafe lossGradient(
      SigmoidCrossEntropy(), logits, targets: targets, dLosses: dLosses, into: dx, rows: rows,
      f32: { unsafe call(TargetLossGradientKernel<SigmoidCrossEntropy>.self, Float.self, $0) },
      f64: { unsafe call(TargetLossGradientKernel<SigmoidCrossEntropy>.self, Double.self, $0) })
  }
}

private struct SigmoidCrossEntropy: TargetLoss {
  @inline(__always)
  func sum<T: Scalar>(_ logits: Row<T>, _ targets: Row<T>, columns: Int) -> Double {
    var sum = 0.0
    for c in 0..<columns {
      let z = logits[c].double
      sum += (z > 0 ? z : 0) - z * targets[c].double + log1p(exp(-abs(z)))
    }
    return sum
  }

  @inline(__always)
  func gradient<T: Scalar>(
    _ logits: Row<T>, _ targets: Row<T>, dLoss: T, into dx: Row<T>, columns: Int
  ) {
    let count = T(columns)
    forEachChunk(of: columns) { dx[$0] = (T.sigmoid(logits[$0]) - targets[$0]) / count * dLoss }
  }
}
