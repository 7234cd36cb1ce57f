extension Step {
  /// y[r] = sum over c of |x[r, c]| accumulated in double precision; y is of the type of x.
  public static func rowAbsoluteSum(_ x: Matrix, into y: Matrix, rows: Range<Int>) -> Step {
    var domain = Domain(rows: rows, of: x)
    let arguments = RowAbsoluteSum(
      x: domain.matrix(x), y: domain.rowVector(y), rows: domain.rows, columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(RowAbsoluteSum.self, Float.self, $0) },
      f64: { unsafe call(RowAbsoluteSum.self, Double.self, $0) })
  }
}

private struct RowAbsoluteSum: Kernel {
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
      forEachChunk(of: columns) { sum += T.widen(T.magnitude(x[$0])) }
      y[r] = T(sum.total)
    }
  }
}
