extension Step {
  /// Layer normalisation (Ba et al., 2016), row by row: y = (x - mean) precision gamma + beta, with the
  /// row's own mean and precision = 1 / sqrt(variance + epsilon), which are also written.
  ///
  /// Two sweeps, the variance about the mean, both summed in double precision. gamma and beta are
  /// 1 x C, mean and precision 1 x R; the block must have all columns, and y may be x.
  public static func layernorm(
    _ x: Matrix, gamma: Matrix, beta: Matrix, epsilon: Double, into y: Matrix, mean: Matrix,
    precision: Matrix, rows: Range<Int>
  ) -> Step {
    var domain = Domain(rows: rows, of: y)
    let arguments = LayerNorm(
      x: domain.matrix(x), gamma: domain.columnVector(gamma), beta: domain.columnVector(beta),
      epsilon: epsilon, y: domain.matrix(y), mean: domain.rowVector(mean),
      precision: domain.rowVector(precision), rows: domain.rows, columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(LayerNorm.self, Float.self, $0) },
      f64: { unsafe call(LayerNorm.self, Double.self, $0) })
  }
}

private struct LayerNorm: Kernel {
  let x: Window
  let gamma: Window
  let beta: Window
  let epsilon: Double
  let y: Window
  let mean: Window
  let precision: Window
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    let gamma: Row<T> = gamma.row()
    let beta: Row<T> = beta.row()
    let mean: Row<T> = mean.row()
    let precision: Row<T> = precision.row()
    let count = Double(columns)
    for r in 0..<rows {
      let x: Row<T> = x.row(r), y: Row<T> = y.row(r)
      var sum = Lanes<Double>.zero
      forEachChunk(of: columns) { sum += T.widen(x[$0]) }
      let center = sum.total / count
      // About the rounded mean, which the lanes behind a short chunk are filled with.
      let offset = T(center)
      var squares = Lanes<Double>.zero
      forEachChunk(of: columns) {
        let distance = T.widen(x.load($0, padding: offset)) - offset.double
        squares += distance * distance
      }
      let shift = center - offset.double
      let variance = squares.total / count - shift * shift
      let factor = T(1 / (variance + epsilon).squareRoot())
      mean[r] = offset
      precision[r] = factor
      forEachChunk(of: columns) { y[$0] = (x[$0] - offset) * factor * gamma[$0] + beta[$0] }
    }
  }
}
