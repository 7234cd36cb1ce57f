extension Step {
  /// The gradient of layer normalisation with respect to its input, row by row over C columns, with
  /// n = (x - mean) precision and g = dy gamma: dx = precision (g - mean of g - n mean of g n).
  ///
  /// Sums are in double precision. The block must have all columns; dx may be dy or x.
  public static func layernormGradient(
    dy: Matrix, x: Matrix, mean: Matrix, precision: Matrix, gamma: Matrix, into dx: Matrix,
    rows: Range<Int>
  ) -> Step {
    var domain = Domain(rows: rows, of: dx)
    let arguments = LayerNormGradient(
      dy: domain.matrix(dy), x: domain.matrix(x), mean: domain.rowVector(mean),
      precision: domain.rowVector(precision), gamma: domain.columnVector(gamma),
      dx: domain.matrix(dx), rows: domain.rows, columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(LayerNormGradient.self, Float.self, $0) },
      f64: { unsafe call(LayerNormGradient.self, Double.self, $0) })
  }
}

private struct LayerNormGradient: Kernel {
  let dy: Window
  let x: Window
  let mean: Window
  let precision: Window
  let gamma: Window
  let dx: Window
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    let gamma: Row<T> = gamma.row()
    let mean: Row<T> = mean.row()
    let precision: Row<T> = precision.row()
    for r in 0..<rows {
      let dy: Row<T> = dy.row(r), x: Row<T> = x.row(r), dx: Row<T> = dx.row(r)
      let (offset, factor) = (mean[r], precision[r])
      var sum = Lanes<Double>.zero
      var moment = Lanes<Double>.zero
      forEachChunk(of: columns) {
        let g = T.widen(dy[$0] * gamma[$0])
        sum += g
        moment += g * T.widen(x[$0] - offset)
      }
      // dx = precision (g - level - (x - mean) tilt)
      let level = T(sum.total / Double(columns))
      let tilt = T(moment.total / Double(columns) * factor.double * factor.double)
      forEachChunk(of: columns) {
        dx[$0] = factor * (dy[$0] * gamma[$0] - level - (x[$0] - offset) * tilt)
      }
    }
  }
}
