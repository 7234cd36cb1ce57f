extension Step {
  /// correct[r] = the share of columns c where (x[r, c] > 0) agrees with the target: with one
  /// column labels[r] != 0, else c == labels[r]. A NaN agrees with nothing.
  public static func signEquals(_ x: Matrix, labels: Matrix, into correct: Matrix, rows: Range<Int>)
    -> Step
  {
    var domain = Domain(rows: rows, of: x)
    let arguments = SignEquals(
      x: domain.matrix(x), labels: domain.rowVector(labels, .i32),
      correct: domain.rowVector(correct), rows: domain.rows, columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(SignEquals.self, Float.self, $0) },
      f64: { unsafe call(SignEquals.self, Double.self, $0) })
  }
}

private struct SignEquals: Kernel {
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
      let label = Int(labels[r])
      var agreeing = 0
      for c in 0..<columns {
        let target = columns == 1 ? label != 0 : c == label
        if target ? x[c] > 0 : x[c] <= 0 { agreeing += 1 }
      }
      correct[r] = T(agreeing) / T(columns)
    }
  }
}
