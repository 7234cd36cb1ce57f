extension Step {
  /// dx = dropout(dy) * f'(x), where f' is computed from the point, f(x) or x: the gradient of an
  /// activation with a dropout behind it, the same bits as `dropout` and `activationGradient` one
  /// after the other. dx may be dy.
  public static func dropoutActivationGradient(
    _ f: Activation, dy: Matrix, at point: Matrix, rate: Double, seed: UInt64, site: UInt32,
    step: Matrix, into dx: Matrix, block: Block
  ) -> Step {
    var domain = Domain(block, of: dx, elementwise: true)
    let arguments = DropoutActivationGradient(
      function: f.gradient(for: dx.element), dy: domain.matrix(dy), point: domain.matrix(point),
      dx: domain.matrix(dx),
      mask: DropoutMask(
        rate: rate, seed: seed, site: site, step: domain.scalar(step, .i32), block: block, of: dx),
      rows: domain.rows, columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(DropoutActivationGradient.self, Float.self, $0) },
      f64: { unsafe call(DropoutActivationGradient.self, Double.self, $0) })
  }
}

private struct DropoutActivationGradient: Kernel {
  let function: GradientRow
  let dy: Window
  let point: Window
  let dx: Window
  let mask: DropoutMask
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    for r in 0..<rows {
      let dy: Row<T> = dy.row(r), point: Row<T> = point.row(r), dx: Row<T> = dx.row(r)
      forEachPiece(of: columns) { start, count in
        let piece = dx.suffix(from: start)
        mask.apply(dy.suffix(from: start), into: piece, row: r, from: start, count: count)
        function(dy: piece, at: point.suffix(from: start), into: piece, count: count)
      }
    }
  }
}
