import Glibc

extension Step {
  /// The steps `softmaxCrossEntropy` and `softmaxCrossEntropyGradient` with one sweep of exponentials
  /// and the same bits. NaN for a label out of range; dx may be the logits.
  public static func softmaxCrossEntropyWithGradient(
    _ logits: Matrix, labels: Matrix, dLosses: Matrix, smoothing: Double = 0, into losses: Matrix,
    dx: Matrix, rows: Range<Int>
  ) -> Step {
    var domain = Domain(rows: rows, of: dx)
    let arguments = SoftmaxCrossEntropyWithGradient(
      logits: domain.matrix(logits), labels: domain.rowVector(labels, .i32),
      dLosses: domain.rowVector(dLosses), losses: domain.rowVector(losses),
      dx: domain.matrix(dx), smoothing: Smoothing(smoothing, classes: logits.columns),
      rows: domain.rows, columns: domain.columns)
    return unsafe Step(
      arguments, in: domain,
      f32: { unsafe call(SoftmaxCrossEntropyWithGradient.self, Float.self, $0) },
      f64: { unsafe call(SoftmaxCrossEntropyWithGradient.self, Double.self, $0) })
  }
}

private struct SoftmaxCrossEntropyWithGradient: Kernel {
  let logits: Window
  let labels: Window
  let dLosses: Window
  let losses: Window
  let dx: Window
  let smoothing: Smoothing
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    let dLosses: Row<T> = dLosses.row()
    let losses: Row<T> = losses.row()
    let labels: Row<Int32> = labels.row()
    for r in 0..<rows {
      let logits: Row<T> = logits.row(r), dx: Row<T> = dx.row(r)
      let label = Int(labels[r])
      guard label >= 0 && label < columns else {
        losses[r] = .nan
        forEachChunk(of: columns) { dx[$0] = Lanes(repeating: .nan) }
        continue
      }
      let target = smoothing.mean(of: logits, label: label, count: columns)
      let (sum, largest) = exponentials(of: logits, into: dx, count: columns)
      losses[r] = T(log(sum) + (largest.double - target))
      writeGradient(
        dx, sum: T(sum), label: label, smoothing, factor: dLosses[r], count: columns)
    }
  }
}
