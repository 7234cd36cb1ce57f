extension Step {
  /// y[r, c] = x[c, r].
  public static func transpose(_ x: Matrix, into y: Matrix, block: Block) -> Step {
    var domain = Domain(block, of: y)
    let arguments = Transpose(
      x: domain.transposed(x), y: domain.matrix(y), rows: domain.rows, columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(Transpose.self, Float.self, $0) },
      f64: { unsafe call(Transpose.self, Double.self, $0) })
  }
}

private struct Transpose: Kernel {
  let x: Window
  let y: Window
  let rows: Int
  let columns: Int

  /// Tiles of 16 x 16 keep the cache lines of both sides until all of them is used.
  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    for top in stride(from: 0, to: rows, by: 16) {
      for left in stride(from: 0, to: columns, by: 16) {
        for r in top..<Swift.min(top &+ 16, rows) {
          let y: Row<T> = y.row(r)
          for c in left..<Swift.min(left &+ 16, columns) { y[c] = x.row(c)[r] }
        }
      }
    }
  }
}
