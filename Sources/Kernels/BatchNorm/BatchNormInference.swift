extension Step {
  /// Batch normalisation with given statistics:
  /// y = (x - mean) * gamma / sqrt(variance + epsilon) + beta. All vectors are 1 x C; y may be x.
  public static func batchnormInference(
    _ x: Matrix, gamma: Matrix, beta: Matrix, mean: Matrix, variance: Matrix, epsilon: Double,
    into y: Matrix, block: Block
  ) -> Step {
    var domain = Domain(block, of: y)
    let arguments = BatchNormInference(
      x: domain.matrix(x), gamma: domain.columnVector(gamma), beta: domain.columnVector(beta),
      mean: domain.columnVector(mean), variance: domain.columnVector(variance), epsilon: epsilon,
      y: domain.matrix(y), rows: domain.rows, columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(BatchNormInference.self, Float.self, $0) },
      f64: { unsafe call(BatchNormInference.self, Double.self, $0) })
  }
}

private struct BatchNormInference: Kernel {
  let x: Window
  let gamma: Window
  let beta: Window
  let mean: Window
  let variance: Window
  let epsilon: Double
  let y: Window
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    let gamma: Row<T> = gamma.row()
    let beta: Row<T> = beta.row()
    let mean: Row<T> = mean.row()
    let variance: Row<T> = variance.row()
    forEachChunk(of: columns) { chunk in
      let gain = normalisingGain(gamma[chunk], variance[chunk], epsilon)
      let offset = mean[chunk]
      let shift = beta[chunk]
      for r in 0..<rows { y.row(r)[chunk] = (x.row(r)[chunk] - offset) * gain + shift }
    }
  }
}
