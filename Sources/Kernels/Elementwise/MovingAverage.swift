extension Step {
  /// y = momentum * old + (1 - momentum) * valueScale * value; y may be old.
  public static func movingAverage(
    _ old: Matrix, _ value: Matrix, momentum: Double, valueScale: Double, into y: Matrix,
    block: Block
  ) -> Step {
    var domain = Domain(block, of: y, elementwise: true)
    let arguments = MovingAverage(
      old: domain.matrix(old), value: domain.matrix(value), y: domain.matrix(y), momentum: momentum,
      valueScale: valueScale, rows: domain.rows, columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(MovingAverage.self, Float.self, $0) },
      f64: { unsafe call(MovingAverage.self, Double.self, $0) })
  }
}

private struct MovingAverage: Kernel {
  let old: Window
  let value: Window
  let y: Window
  let momentum: Double
  let valueScale: Double
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    let kept = T(momentum)
    let added = T((1 - momentum) * valueScale)
    for r in 0..<rows {
      let old: Row<T> = old.row(r), value: Row<T> = value.row(r), y: Row<T> = y.row(r)
      forEachChunk(of: columns) { y[$0] = kept * old[$0] + added * value[$0] }
    }
  }
}
