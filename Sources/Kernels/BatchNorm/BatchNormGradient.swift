extension Step {
  /// The gradients of training-mode batch normalisation, column by column over R rows, with
  /// n = (x - mean) / sqrt(variance + epsilon): dBeta = sum dy, dGamma = sum dy n, and
  /// dx = gamma / sqrt(variance + epsilon) * (dy - dBeta / R - n dGamma / R).
  ///
  /// Sums are in double precision. dx may be dy or x.
  ///
  /// With an activation f behind the normalisation, dy is the gradient with respect to f(y), and is
  /// multiplied first by f'(y), which is computed from the point, f(y) or y; then dx may be dy or the
  /// point, not x.
  public static func batchnormGradient(
    dy: Matrix, x: Matrix, mean: Matrix, variance: Matrix, gamma: Matrix, epsilon: Double,
    activation: (f: Activation, point: Matrix)? = nil, into dx: Matrix, dGamma: Matrix,
    dBeta: Matrix, columns: Range<Int>
  ) -> Step {
    var domain = Domain(Block(rows: 0..<dx.rows, columns: columns), of: dx)
    let arguments = BatchNormGradient(
      dy: domain.matrix(dy), x: domain.matrix(x), mean: domain.columnVector(mean),
      variance: domain.columnVector(variance), gamma: domain.columnVector(gamma),
      epsilon: epsilon, activation: activation?.f.gradient(for: dx.element),
      point: activation.map { domain.matrix($0.point) }, dx: domain.matrix(dx),
      dGamma: domain.columnVector(dGamma),
      dBeta: domain.columnVector(dBeta), rows: domain.rows, columns: domain.columns,
      isContiguous: columns == 0..<dx.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(BatchNormGradient.self, Float.self, $0) },
      f64: { unsafe call(BatchNormGradient.self, Double.self, $0) })
  }
}

private struct BatchNormGradient: Kernel {
  let dy: Window
  let x: Window
  let mean: Window
  let variance: Window
  let gamma: Window
  let epsilon: Double
  let activation: GradientRow?
  let point: Window?
  let dx: Window
  let dGamma: Window
  let dBeta: Window
  let rows: Int
  let columns: Int
  /// Whether the block's rows lie one behind the other without a gap.
  let isContiguous: Bool

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    guard let activation, let point else {
      denormalise(dy, T.self)
      return
    }
    if isContiguous {
      activation(dy: dy.row(of: T.self), at: point.row(), into: dx.row(), count: rows &* columns)
    } else {
      for r in 0..<rows {
        activation(dy: dy.row(r, of: T.self), at: point.row(r), into: dx.row(r), count: columns)
      }
    }
    denormalise(dx, T.self)
  }

  /// The gradients, given that of the normalised values.
  @inline(__always)
  private func denormalise<T: Scalar>(_ dy: Window, _: T.Type) {
    let mean: Row<T> = mean.row()
    let variance: Row<T> = variance.row()
    let gamma: Row<T> = gamma.row()
    let dGamma: Row<T> = dGamma.row()
    let dBeta: Row<T> = dBeta.row()
    forEachChunk(of: columns) { chunk in
      let center = T.widen(mean[chunk])
      let precision = 1 / Double.squareRoot(T.widen(variance[chunk]) + epsilon)
      var sum = Lanes<Double>.zero
      var moment = Lanes<Double>.zero
      for r in 0..<rows {
        let dy = T.widen(dy.row(r)[chunk])
        sum += dy
        moment += dy * (T.widen(x.row(r)[chunk]) - center)
      }
      dBeta[chunk] = T.narrow(sum)
      dGamma[chunk] = T.narrow(moment * precision)
      // dx = gain (dy - level - (x - mean) tilt)
      let gain = T.narrow(T.widen(gamma[chunk]) * precision)
      let level = T.narrow(sum / Double(rows))
      let tilt = T.narrow(moment * precision * precision / Double(rows))
      let offset = mean[chunk]
      for r in 0..<rows {
        let x = x.row(r)[chunk] - offset
        dx.row(r)[chunk] = gain * (dy.row(r)[chunk] - level - x * tilt)
      }
    }
  }
}
