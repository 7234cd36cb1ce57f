extension Step {
  /// dx = dy * f'(x) and db[c] = sum over r of dx[r, c], where f' is computed from the output
  /// y = f(x): the steps `activationGradient` and `columnSum`, with the same bits. The sum meets
  /// each panel of columns in the cache. The block must have all rows; dx may be dy or y.
  public static func biasActivationGradient(
    _ f: Activation, dy: Matrix, y: Matrix, into dx: Matrix, dBias: Matrix, columns: Range<Int>
  ) -> Step {
    var domain = Domain(Block(rows: 0..<dx.rows, columns: columns), of: dx)
    let arguments = BiasActivationGradient(
      function: f.gradient(for: dx.element), dy: domain.matrix(dy), y: domain.matrix(y),
      dx: domain.matrix(dx), dBias: domain.columnVector(dBias), rows: domain.rows,
      columns: domain.columns, isOnePiece: columns == 0..<dx.columns && dx.count <= 8192)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(BiasActivationGradient.self, Float.self, $0) },
      f64: { unsafe call(BiasActivationGradient.self, Double.self, $0) })
  }
}

private struct BiasActivationGradient: Kernel {
  let function: GradientRow
  let dy: Window
  let y: Window
  let dx: Window
  let dBias: Window
  let rows: Int
  let columns: Int
  /// Whether the block is one run of memory, and short enough to stay in the cache as a whole.
  let isOnePiece: Bool

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    if isOnePiece {
      function(dy: dy.row(of: T.self), y: y.row(), into: dx.row(), count: rows &* columns)
      sumColumns(of: dx, first: 0, rows: rows, columns: columns, into: dBias.row(of: T.self))
      return
    }
    forEachPanel(of: columns, rows: rows) { first, count in
      for r in 0..<rows {
        let dy: Row<T> = dy.row(r).suffix(from: first), y: Row<T> = y.row(r).suffix(from: first)
        function(dy: dy, y: y, into: dx.row(r).suffix(from: first), count: count)
      }
      sumColumns(of: dx, first: first, rows: rows, columns: count, into: dBias.row(of: T.self))
    }
  }
}
