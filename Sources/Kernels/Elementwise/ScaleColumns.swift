extension Step {
  /// y[r, c] = x[r, c] * factors[c]; y may be x.
  public static func scaleColumns(_ x: Matrix, by factors: Matrix, into y: Matrix, block: Block)
    -> Step
  {
    var domain = Domain(block, of: y)
    let arguments = ScaleColumns(
      x: domain.matrix(x), factors: domain.columnVector(factors), y: domain.matrix(y),
      rows: domain.rows, columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(ScaleColumns.self, Float.self, $0) },
      f64: { unsafe call(ScaleColumns.self, Double.self, $0) })
  }
}

private struct ScaleColumns: Kernel {
  let x: Window
  let factors: Window
  let y: Window
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    let factors: Row<T> = factors.row()
    for r in 0..<rows {
      let x: Row<T> = x.row(r), y: Row<T> = y.row(r)
      forEachChunk(of: columns) { y[$0] = x[$0] * factors[$0] }
    }
  }
}
