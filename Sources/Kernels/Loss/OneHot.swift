extension Step {
  /// y[r, c] = 1 where c is labels[r], else 0; with a single column the label itself as a number. A
  /// label that is none of the columns makes its row NaN.
  public static func oneHot(_ labels: Matrix, into y: Matrix, rows: Range<Int>) -> Step {
    var domain = Domain(rows: rows, of: y)
    let arguments = OneHot(
      labels: domain.rowVector(labels, .i32), y: domain.matrix(y), rows: domain.rows,
      columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(OneHot.self, Float.self, $0) },
      f64: { unsafe call(OneHot.self, Double.self, $0) })
  }
}

private struct OneHot: Kernel {
  let labels: Window
  let y: Window
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    let labels: Row<Int32> = labels.row()
    for r in 0..<rows {
      let y: Row<T> = y.row(r)
      let label = Int(labels[r])
      if columns == 1 {
        y[0] = T(label)
        continue
      }
      let isKnown = label >= 0 && label < columns
      forEachChunk(of: columns) { y[$0] = Lanes(repeating: isKnown ? 0 : .nan) }
      if isKnown { y[label] = 1 }
    }
  }
}
