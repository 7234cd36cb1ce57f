import Glibc

extension Step {
  /// losses[r] = log(sum over c of exp(z[r, c])) - z[r, labels[r]] for logits z, with the row's
  /// maximum taken out of the exponentials and the sum in double precision; NaN for a label out of
  /// range.
  public static func softmaxCrossEntropy(
    _ logits: Matrix, labels: Matrix, into losses: Matrix, rows: Range<Int>
  ) -> Step {
    var domain = Domain(rows: rows, of: logits)
    let arguments = SoftmaxCrossEntropy(
      logits: domain.matrix(logits), labels: domain.rowVector(labels, .i32),
      losses: domain.rowVector(losses), rows: domain.rows, columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(SoftmaxCrossEntropy.self, Float.self, $0) },
      f64: { unsafe call(SoftmaxCrossEntropy.self, Double.self, $0) })
  }
}

private struct SoftmaxCrossEntropy: Kernel {
  let logits: Window
  let labels: Window
  let losses: Window
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
      losses[r] = T(log(sum.total) + (maximum.double - logits[label].double))
    }
  }
}
