extension Step {
  /// dx[r, c] = (sigmoid(z) - t) / C * dLosses[r] for logits z, targets t and C columns; dx may be
  /// the logits.
  public static func sigmoidCrossEntropyGradient(
    _ logits: Matrix, targets: Matrix, dLosses: Matrix, into dx: Matrix, rows: Range<Int>
  ) -> Step {
    var domain = Domain(rows: rows, of: dx)
    let arguments = SigmoidCrossEntropyGradient(
      logits: domain.matrix(logits), targets: domain.matrix(targets),
      dLosses: domain.rowVector(dLosses), dx: domain.matrix(dx), rows: domain.rows,
      columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(SigmoidCrossEntropyGradient.self, Float.self, $0) },
      f64: { unsafe call(SigmoidCrossEntropyGradient.self, Double.self, $0) })
  }
}

private struct SigmoidCrossEntropyGradient: Kernel {
  let logits: Window
  let targets: Window
  let dLosses: Window
  let dx: Window
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    let dLosses: Row<T> = dLosses.row()
    let count = T(columns)
    for r in 0..<rows {
      let logits: Row<T> = logits.row(r), targets: Row<T> = targets.row(r), dx: Row<T> = dx.row(r)
      let factor = dLosses[r]
      forEachChunk(of: columns) { dx[$0] = (T.sigmoid(logits[$0]) - targets[$0]) / count * factor }
    }
  }
}
