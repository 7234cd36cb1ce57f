extension Step {
  /// y = x * factor[0] * scale, where `factor` is a single f64, such as the gradient of a scalar;
  /// their product is rounded to the element type first. y may be x.
  public static func scale(
    _ x: Matrix, byScalar factor: Matrix, times scale: Double, into y: Matrix, block: Block
  ) -> Step {
    var domain = Domain(block, of: y, elementwise: true)
    let arguments = ScaleByScalar(
      x: domain.matrix(x), y: domain.matrix(y), factor: domain.scalar(factor, .f64), scale: scale,
      rows: domain.rows, columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(ScaleByScalar.self, Float.self, $0) },
      f64: { unsafe call(ScaleByScalar.self, Double.self, $0) })
  }
}

private struct ScaleByScalar: Kernel {
  let x: Window
  let y: Window
  let factor: Window
  let scale: Double
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    let factor = T(factor.row(of: Double.self)[0] * scale)
    for r in 0..<rows {
      let x: Row<T> = x.row(r), y: Row<T> = y.row(r)
      forEachChunk(of: columns) { y[$0] = x[$0] * factor }
    }
  }
}
