extension Step {
  /// y[r] = sum over c of x[r, c]^2 accumulated in double precision; y is of the type of x.
  public static func rowSquareSum(_ x: Matrix, into y: Matrix, rows: Range<Int>) -> Step {
    var domain = Domain(rows: rows, of: x)
    let arguments = RowSquareSum(
      x: domain.matrix(x), y: domain.rowVector(y), rows: domain.rows, columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(RowSquareSum.self, Float.self, $0) },
      f64: { unsafe call(RowSquareSum.self, Double.self, $0) })
  }
}

private struct RowSquareSum: Kernel {
  let x: Window
  let y: Window
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    let y: Row<T> = y.row()
    for r in 0..<rows {
      let x: Row<T> = x.row(r)
      var sum = Lanes<Double>.zero
      forEachChunk(of: columns) { sum += T.widen(x[$0]) * T.widen(x[$0]) }
      y[r] = T(sum.total)
    }
  }
}
