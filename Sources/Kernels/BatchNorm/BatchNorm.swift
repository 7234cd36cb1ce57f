extension Step {
  /// Batch normalisation in training mode (Ioffe and Szegedy, 2015), column by column:
  /// y = (x - mean) * gamma / sqrt(variance + epsilon) + beta, with the batch's own mean and biased
  /// variance, which are also written to `mean` and `variance`.
  ///
  /// Two sweeps, the variance about the mean, both summed in double precision. All vectors are
  /// 1 x C; y may be x. An activation may follow.
  public static func batchnorm(
    _ x: Matrix, gamma: Matrix, beta: Matrix, epsilon: Double, activation: Activation? = nil,
    into y: Matrix, mean: Matrix, variance: Matrix, columns: Range<Int>
  ) -> Step {
    var domain = Domain(Block(rows: 0..<y.rows, columns: columns), of: y)
    let arguments = BatchNorm(
      x: domain.matrix(x), gamma: domain.columnVector(gamma), beta: domain.columnVector(beta),
      epsilon: epsilon, activation: activation?.forward(for: y.element), y: domain.matrix(y),
      mean: domain.columnVector(mean), variance: domain.columnVector(variance),
      rows: domain.rows, columns: domain.columns,
      isContiguous: columns == 0..<y.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(BatchNorm.self, Float.self, $0) },
      f64: { unsafe call(BatchNorm.self, Double.self, $0) })
  }
}

private struct BatchNorm: Kernel {
  let x: Window
  let gamma: Window
  let beta: Window
  let epsilon: Double
  let activation: ForwardRow?
  let y: Window
  let mean: Window
  let variance: Window
  let rows: Int
  let columns: Int
  /// Whether the block's rows lie one behind the other without a gap.
  let isContiguous: Bool

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    normalise(T.self)
    guard let activation else { return }
    if isContiguous {
      let y: Row<T> = y.row()
      activation(y, into: y, count: rows &* columns)
    } else {
      for r in 0..<rows {
        let y: Row<T> = y.row(r)
        activation(y, into: y, count: columns)
      }
    }
  }

  @inline(__always)
  private func normalise<T: Scalar>(_: T.Type) {
    let gamma: Row<T> = gamma.row()
    let beta: Row<T> = beta.row()
    let mean: Row<T> = mean.row()
    let variance: Row<T> = variance.row()
    forEachChunk(of: columns) { chunk in
      var sum = Lanes<Double>.zero
      for r in 0..<rows { sum += T.widen(x.row(r)[chunk]) }
      let center = sum / Double(rows)
      var squares = Lanes<Double>.zero
      for r in 0..<rows {
        let distance = T.widen(x.row(r)[chunk]) - center
        squares += distance * distance
      }
      let offset = T.narrow(center)
      let spread = T.narrow(squares / Double(rows))
      mean[chunk] = offset
      variance[chunk] = spread
      let gain = normalisingGain(gamma[chunk], spread, epsilon)
      let shift = beta[chunk]
      for r in 0..<rows { y.row(r)[chunk] = (x.row(r)[chunk] - offset) * gain + shift }
    }
  }
}

/// gamma / sqrt(variance + epsilon), in double precision and rounded once.
@inline(__always)
func normalisingGain<T: Scalar>(
  _ gamma: Lanes<T>, _ variance: Lanes<T>, _ epsilon: Double
) -> Lanes<T> {
  T.narrow(T.widen(gamma) / Double.squareRoot(T.widen(variance) + epsilon))
}
