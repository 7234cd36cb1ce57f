extension Step {
  /// y[r, c] = p[r, c] - smoothing / C - (c == labels[r] ? 1 - smoothing : 0) for C columns; NaN
  /// where the label is none of the columns of the matrix. y may be p.
  public static func subtractOneHot(
    _ p: Matrix, labels: Matrix, smoothing: Double = 0, into y: Matrix, block: Block
  ) -> Step {
    var domain = Domain(block, of: y)
    let arguments = SubtractOneHot(
      p: domain.matrix(p), labels: domain.rowVector(labels, .i32), y: domain.matrix(y),
      smoothing: Smoothing(smoothing, classes: p.columns), first: block.columns.lowerBound,
      classes: p.columns, rows: domain.rows, columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(SubtractOneHot.self, Float.self, $0) },
      f64: { unsafe call(SubtractOneHot.self, Double.self, $0) })
  }
}

private struct SubtractOneHot: Kernel {
  let p: Window
  let labels: Window
  let y: Window
  let smoothing: Smoothing
  let first: Int
  let classes: Int
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    let labels: Row<Int32> = labels.row()
    for r in 0..<rows {
      let p: Row<T> = p.row(r), y: Row<T> = y.row(r)
      let label = Int(labels[r])
      let subtracted: T = label < 0 || label >= classes ? .nan : T(smoothing.everywhere)
      forEachChunk(of: columns) { y[$0] = p[$0] - subtracted }
      let column = label - first
      if column >= 0 && column < columns { y[column] = y[column] - T(smoothing.atLabel) }
    }
  }
}
