extension Step {
  /// y = -1, 0 or 1, the sign of x; NaN where x is NaN. y may be x.
  public static func sign(_ x: Matrix, into y: Matrix, block: Block) -> Step {
    var domain = Domain(block, of: y, elementwise: true)
    let arguments = Sign(
      x: domain.matrix(x), y: domain.matrix(y), rows: domain.rows, columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(Sign.self, Float.self, $0) },
      f64: { unsafe call(Sign.self, Double.self, $0) })
  }
}

private struct Sign: Kernel {
  let x: Window
  let y: Window
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    for r in 0..<rows {
      let x: Row<T> = x.row(r), y: Row<T> = y.row(r)
      forEachChunk(of: columns) { y[$0] = signs(of: x[$0]) }
    }
  }
}
