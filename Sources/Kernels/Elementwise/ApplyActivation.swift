extension Step {
  /// y = f(x); y may be x.
  public static func activation(_ f: Activation, _ x: Matrix, into y: Matrix, block: Block) -> Step
  {
    var domain = Domain(block, of: y, elementwise: true)
    let arguments = ApplyActivation(
      function: f.forward(for: y.element), x: domain.matrix(x), y: domain.matrix(y),
      rows: domain.rows, columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(ApplyActivation.self, Float.self, $0) },
      f64: { unsafe call(ApplyActivation.self, Double.self, $0) })
  }
}

private struct ApplyActivation: Kernel {
  let function: ForwardRow
  let x: Window
  let y: Window
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    for r in 0..<rows {
      let x: Row<T> = x.row(r), y: Row<T> = y.row(r)
      function(x, into: y, count: columns)
    }
  }
}
