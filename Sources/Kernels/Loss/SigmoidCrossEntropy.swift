import Glibc

extension Step {
  /// losses[r] = mean over c of max(z, 0) - z t + log(1 + exp(-|z|)) for logits z and targets t:
  /// the binary cross-entropy of sigmoid(z) in a form that never overflows. In double precision.
  public static func sigmoidCrossEntropy(
    _ logits: Matrix, targets: Matrix, into losses: Matrix, rows: Range<Int>
  ) -> Step {
    var domain = Domain(rows: rows, of: logits)
    let arguments = SigmoidCrossEntropy(
      logits: domain.matrix(logits), targets: domain.matrix(targets),
      losses: domain.rowVector(losses), rows: domain.rows, columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(SigmoidCrossEntropy.self, Float.self, $0) },
      f64: { unsafe call(SigmoidCrossEntropy.self, Double.self, $0) })
  }
}

private struct SigmoidCrossEntropy: Kernel {
  let logits: Window
  let targets: Window
  let losses: Window
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    let losses: Row<T> = losses.row()
    for r in 0..<rows {
      let logits: Row<T> = logits.row(r), targets: Row<T> = targets.row(r)
      var sum = 0.0
      for c in 0..<columns {
        let z = logits[c].double
        sum += (z > 0 ? z : 0) - z * targets[c].double + log1p(exp(-abs(z)))
      }
      losses[r] = T(sum / Double(columns))
    }
  }
}
