extension Step {
  /// dx[r, c] = 2 (x[r, c] - targets[r, c]) / C * dLosses[r] for C columns; dx may be x.
  public static func squaredErrorGradient(
    _ x: Matrix, targets: Matrix, dLosses: Matrix, into dx: Matrix, rows: Range<Int>
  ) -> Step {
    var domain = Domain(rows: rows, of: dx)
    let arguments = SquaredErrorGradient(
      x: domain.matrix(x), targets: domain.matrix(targets), dLosses: domain.rowVector(dLosses),
      dx: domain.matrix(dx), rows: domain.rows, columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(SquaredErrorGradient.self, Float.self, $0) },
      f64: { unsafe call(SquaredErrorGradient.self, Double.self, $0) })
  }
}

private struct SquaredErrorGradient: Kernel {
  let x: Window
  let targets: Window
  let dLosses: Window
  let dx: Window
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    let dLosses: Row<T> = dLosses.row()
    let factor = T(2) / T(columns)
    for r in 0..<rows {
      let x: Row<T> = x.row(r), targets: Row<T> = targets.row(r), dx: Row<T> = dx.row(r)
      let factor = factor * dLosses[r]
      forEachChunk(of: columns) { dx[$0] = (x[$0] - targets[$0]) * factor }
    }
  }
}
