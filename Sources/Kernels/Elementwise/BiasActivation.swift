extension Step {
  /// y[r, c] = f(x[r, c] + bias[c]); the activation meets each row in the cache. y may be x.
  public static func biasActivation(
    _ f: Activation, _ x: Matrix, _ bias: Matrix, into y: Matrix, block: Block
  ) -> Step {
    var domain = Domain(block, of: y)
    let arguments = BiasActivation(
      function: f.forward(for: y.element), x: domain.matrix(x), bias: domain.columnVector(bias),
      y: domain.matrix(y), rows: domain.rows, columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(BiasActivation.self, Float.self, $0) },
      f64: { unsafe call(BiasActivation.self, Double.self, $0) })
  }
}

private struct BiasActivation: Kernel {
  let function: ForwardRow
  let x: Window
  let bias: Window
  let y: Window
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    let bias: Row<T> = bias.row()
    for r in 0..<rows {
      let x: Row<T> = x.row(r), y: Row<T> = y.row(r)
      forEachChunk(of: columns) { y[$0] = x[$0] + bias[$0] }
      function(y, into: y, count: columns)
    }
  }
}
