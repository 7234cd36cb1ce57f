extension Step {
  /// y[r, c] = exp(x[r, c] - m) / sum over c of exp(x[r, c] - m), where m is the row's maximum. The
  /// block must have all columns; y may be x.
  public static func softmax(_ x: Matrix, into y: Matrix, block: Block) -> Step {
    precondition(block.columns == 0..<y.columns, "a softmax needs whole rows")
    var domain = Domain(block, of: y)
    let arguments = Softmax(
      x: domain.matrix(x), y: domain.matrix(y), rows: domain.rows, columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(Softmax.self, Float.self, $0) },
      f64: { unsafe call(Softmax.self, Double.self, $0) })
  }
}

private struct Softmax: Kernel {
  let x: Window
  let y: Window
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    for r in 0..<rows {
      let x: Row<T> = x.row(r), y: Row<T> = y.row(r)
      let sum = T(exponentials(of: x, into: y, count: columns).sum)
      forEachChunk(of: columns) { y[$0] = y[$0] / sum }
    }
  }
}
