import Glibc

extension Step {
  /// losses[r] = log(sum over c of exp(z[r, c])) - (1 - smoothing) z[r, labels[r]] - smoothing times
  /// the mean of z[r, :] for logits z, with the row's maximum taken out of the exponentials and the
  /// sum in double precision; NaN for a label out of range.
  public static func softmaxCrossEntropy(
    _ logits: Matrix, labels: Matrix, smoothing: Double = 0, into losses: Matrix, rows: Range<Int>
  ) -> Step {
    var domain = Domain(rows: rows, of: logits)
    let arguments = SoftmaxCrossEntropy(
      logits: domain.matrix(logits), labels: domain.rowVector(labels, .i32),
      losses: domain.rowVector(losses),
      smoothing: Smoothing(smoothing, classes: logits.columns), rows: domain.rows,
      columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(SoftmaxCrossEntropy.self, Float.self, $0) },
      f64: { unsafe call(SoftmaxCrossEntropy.self, Double.self, $0) })
  }
}

private struct SoftmaxCrossEntropy: Kernel {
  let logits: Window
  let labels: Window
  let losses: Window
  let smoothing: Smoothing
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    let losses: Row<T> = losses.row()
    let labels: Row<Int32> = labels.row()
    for r in 0..<rows {
      let logits: Row<T> = logits.row(r)
      let label = Int(labels[r])
      guard label >= 0 && label < columns else {
        losses[r] = .nan
        continue
      }
      let maximum = largest(of: logits, count: columns)
      var sum = Lanes<Double>.zero
      forEachChunk(of: columns) {
        sum += T.widen(T.exp(logits.load($0, padding: -.infinity) - maximum))
      }
      let target = smoothing.mean(of: logits, label: label, count: columns)
      losses[r] = T(log(sum.total) + (maximum.double - target))
    }
  }
}
