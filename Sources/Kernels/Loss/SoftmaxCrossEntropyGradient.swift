extension Step {
  /// dx[r, c] = (softmax(z)[r, c] - t[r, c]) * dLosses[r] for logits z and targets t that are
  /// smoothing / C, and 1 - smoothing more at the label: the three steps `softmax`, `subtractOneHot`
  /// and `scaleRows` in one sweep, with the same bits. dx may be the logits.
  public static func softmaxCrossEntropyGradient(
    _ logits: Matrix, labels: Matrix, dLosses: Matrix, smoothing: Double = 0, into dx: Matrix,
    rows: Range<Int>
  ) -> Step {
    var domain = Domain(rows: rows, of: dx)
    let arguments = SoftmaxCrossEntropyGradient(
      logits: domain.matrix(logits), labels: domain.rowVector(labels, .i32),
      dLosses: domain.rowVector(dLosses), dx: domain.matrix(dx),
      smoothing: Smoothing(smoothing, classes: logits.columns), rows: domain.rows,
      columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(SoftmaxCrossEntropyGradient.self, Float.self, $0) },
      f64: { unsafe call(SoftmaxCrossEntropyGradient.self, Double.self, $0) })
  }
}

private struct SoftmaxCrossEntropyGradient: Kernel {
  let logits: Window
  let labels: Window
  let dLosses: Window
  let dx: Window
  let smoothing: Smoothing
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    let dLosses: Row<T> = dLosses.row()
    let labels: Row<Int32> = labels.row()
    for r in 0..<rows {
      let logits: Row<T> = logits.row(r), dx: Row<T> = dx.row(r)
      let label = Int(labels[r])
      guard label >= 0 && label < columns else {
        forEachChunk(of: columns) { dx[$0] = Lanes(repeating: .nan) }
        continue
      }
      let sum = T(exponentials(of: logits, into: dx, count: columns).sum)
      writeGradient(dx, sum: sum, label: label, smoothing, factor: dLosses[r], count: columns)
    }
  }
}

/// Turns a row of exponentials in `dx` into (exponential / sum - target) * factor.
@inline(__always)
func writeGradient<T: Scalar>(
  _ dx: Row<T>, sum: T, label: Int, _ smoothing: Smoothing, factor: T, count: Int
) {
  let everywhere = T(smoothing.everywhere)
  let atLabel = (dx[label] / sum - everywhere - T(smoothing.atLabel)) * factor
  forEachChunk(of: count) { dx[$0] = (dx[$0] / sum - everywhere) * factor }
  dx[label] = atLabel
}
