extension Step {
  /// y = factor[0] * scale everywhere, where `factor` is a single f64.
  public static func fill(_ y: Matrix, withScalar factor: Matrix, times scale: Double, block: Block)
    -> Step
  {
    var domain = Domain(block, of: y, elementwise: true)
    let arguments = FillWithScalar(
      y: domain.matrix(y), factor: domain.scalar(factor, .f64), scale: scale, rows: domain.rows,
      columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(FillWithScalar.self, Float.self, $0) },
      f64: { unsafe call(FillWithScalar.self, Double.self, $0) })
  }
}

private struct FillWithScalar: Kernel {
  let y: Window
  let factor: Window
  let scale: Double
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    let value = Lanes(repeating: T(factor.row(of: Double.self)[0] * scale))
    for r in 0..<rows {
      let y: Row<T> = y.row(r)
      forEachChunk(of: columns) { y[$0] = value }
    }
  }
}
