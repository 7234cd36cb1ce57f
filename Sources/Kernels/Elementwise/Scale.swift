extension Step {
  /// y = x * factor; y may be x.
  public static func scale(_ x: Matrix, by factor: Double, into y: Matrix, block: Block) -> Step {
    var domain = Domain(block, of: y, elementwise: true)
    let arguments = Scale(
      x: domain.matrix(x), y: domain.matrix(y), factor: factor, rows: domain.rows,
      columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(Scale.self, Float.self, $0) },
      f64: { unsafe call(Scale.self, Double.self, $0) })
  }
}

private struct Scale: Kernel {
  let x: Window
  let y: Window
  let factor: Double
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    let factor = T(factor)
    for r in 0..<rows {
      let x: Row<T> = x.row(r), y: Row<T> = y.row(r)
      forEachChunk(of: columns) { y[$0] = x[$0] * factor }
    }
  }
}
