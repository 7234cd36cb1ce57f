extension Step {
  /// y[r, c] = p[r, c] - (c == labels[r] ? 1 : 0); NaN where the label is none of the columns of
  /// the matrix. y may be p.
  public static func subtractOneHot(_ p: Matrix, labels: Matrix, into y: Matrix, block: Block)
    -> Step
  {
    var domain = Domain(block, of: y)
    let arguments = SubtractOneHot(
      p: domain.matrix(p), labels: domain.rowVector(labels, .i32), y: domain.matrix(y),
      first: block.columns.lowerBound, classes: p.columns, rows: domain.rows,
      columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(SubtractOneHot.self, Float.self, $0) },
      f64: { unsafe call(SubtractOneHot.self, Double.self, $0) })
  }
}

private struct SubtractOneHot: Kernel {
  let p: Window
  let labels: Window
  let y: Window
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
      let unknown: T = label < 0 || label >= classes ? .nan : 0
      forEachChunk(of: columns) { y[$0] = p[$0] - unknown }
      let column = label - first
      if column >= 0 && column < columns { y[column] = y[column] - 1 }
    }
  }
}
