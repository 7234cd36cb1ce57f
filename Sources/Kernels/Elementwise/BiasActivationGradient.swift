extension Step {
  /// dx = dy * f'(x) and db[c] = sum over r of dx[r, c], where f' is computed from the point, the
  /// output f(x) or x: the steps `activationGradient` and `columnSum`, with the same bits. The
  /// block must have all rows; dx may be dy or the point.
  public static func biasActivationGradient(
    _ f: Activation, dy: Matrix, at point: Matrix, into dx: Matrix, dBias: Matrix,
    columns: Range<Int>
  ) -> Step {
    var domain = Domain(Block(rows: 0..<dx.rows, columns: columns), of: dx)
    let arguments = BiasActivationGradient(
      function: f.gradient(for: dx.element), dy: domain.matrix(dy), point: domain.matrix(point),
      dx: domain.matrix(dx), dBias: domain.columnVector(dBias), rows: domain.rows,
      columns: domain.columns, isContiguous: columns == 0..<dx.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(BiasActivationGradient.self, Float.self, $0) },
      f64: { unsafe call(BiasActivationGradient.self, Double.self, $0) })
  }
}

private struct BiasActivationGradient: Kernel {
  let function: GradientRow
  let dy: Window
  let point: Window
  let dx: Window
  let dBias: Window
  let rows: Int
  let columns: Int
  /// Whether the block's rows lie one behind the other without a gap.
  let isContiguous: Bool

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    if isContiguous {
      function(dy: dy.row(of: T.self), at: point.row(), into: dx.row(), count: rows &* columns)
    } else {
      for r in 0..<rows {
        function(dy: dy.row(r, of: T.self), at: point.row(r), into: dx.row(r), count: columns)
      }
    }
    sumColumns(of: dx, rows: rows, columns: columns, into: dBias.row(of: T.self))
  }
}
