extension Step {
  /// losses[r] = mean over c of (x[r, c] - targets[r, c])^2, summed in double precision.
  public static func squaredError(
    _ x: Matrix, targets: Matrix, into losses: Matrix, rows: Range<Int>
  ) -> Step {
    var domain = Domain(rows: rows, of: x)
    let arguments = SquaredError(
      x: domain.matrix(x), targets: domain.matrix(targets), losses: domain.rowVector(losses),
      rows: domain.rows, columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(SquaredError.self, Float.self, $0) },
      f64: { unsafe call(SquaredError.self, Double.self, $0) })
  }
}

private struct SquaredError: Kernel {
  let x: Window
  let targets: Window
  let losses: Window
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    let losses: Row<T> = losses.row()
    for r in 0..<rows {
      let x: Row<T> = x.row(r), targets: Row<T> = targets.row(r)
      var sum = Lanes<Double>.zero
      forEachChunk(of: columns) {
        let difference = T.widen(x[$0]) - T.widen(targets[$0])
        sum += difference * difference
      }
      losses[r] = T(sum.total / Double(columns))
    }
  }
}
