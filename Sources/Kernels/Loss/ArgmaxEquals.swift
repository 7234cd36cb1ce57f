extension Step {
  /// correct[r] = 1 where the first largest of x[r, :] is in column labels[r], else 0; 0 for a row
  /// that holds a NaN.
  public static func argmaxEquals(
    _ x: Matrix, labels: Matrix, into correct: Matrix, rows: Range<Int>
  ) -> Step {
    var domain = Domain(rows: rows, of: x)
    let arguments = ArgmaxEquals(
      x: domain.matrix(x), labels: domain.rowVector(labels, .i32),
      correct: domain.rowVector(correct), rows: domain.rows, columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(ArgmaxEquals.self, Float.self, $0) },
      f64: { unsafe call(ArgmaxEquals.self, Double.self, $0) })
  }
}

private struct ArgmaxEquals: Kernel {
  let x: Window
  let labels: Window
  let correct: Window
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    let labels: Row<Int32> = labels.row()
    let correct: Row<T> = correct.row()
    for r in 0..<rows {
      let x: Row<T> = x.row(r)
      var best = 0
      var isNumber = !x[0].isNaN
      for c in 1..<columns {
        if x[c] > x[best] { best = c }
        if x[c].isNaN { isNumber = false }
      }
      correct[r] = isNumber && best == Int(labels[r]) ? 1 : 0
    }
  }
}
