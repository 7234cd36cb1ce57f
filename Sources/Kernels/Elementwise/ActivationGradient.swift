extension Step {
  /// dx = dy * f'(x) * scale, where f' is computed from the point: the output f(x), or x for those
  /// activations that need it. dx may be dy or the point.
  public static func activationGradient(
    _ f: Activation, dy: Matrix, at point: Matrix, scale: Double = 1, into dx: Matrix,
    block: Block
  ) -> Step {
    var domain = Domain(block, of: dx, elementwise: true)
    let arguments = ActivationGradient(
      function: f.gradient(for: dx.element), dy: domain.matrix(dy), point: domain.matrix(point),
      scale: scale, dx: domain.matrix(dx), rows: domain.rows, columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(ActivationGradient.self, Float.self, $0) },
      f64: { unsafe call(ActivationGradient.self, Double.self, $0) })
  }
}

private struct ActivationGradient: Kernel {
  let function: GradientRow
  let dy: Window
  let point: Window
  let scale: Double
  let dx: Window
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    for r in 0..<rows {
      let dy: Row<T> = dy.row(r), point: Row<T> = point.row(r), dx: Row<T> = dx.row(r)
      if scale == 1 {
        function(dy: dy, at: point, into: dx, count: columns)
      } else {
        let scale = T(scale)
        forEachPiece(of: columns) { start, count in
          let piece = dx.suffix(from: start)
          function(
            dy: dy.suffix(from: start), at: point.suffix(from: start), into: piece, count: count)
          forEachChunk(of: count) { piece[$0] = piece[$0] * scale }
        }
      }
    }
  }
}
