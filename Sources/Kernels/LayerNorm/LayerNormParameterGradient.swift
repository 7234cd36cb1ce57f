extension Step {
  /// The gradients of layer normalisation with respect to its gain and shift, column by column:
  /// dGamma[c] = sum over r of dy (x - mean[r]) precision[r], dBeta[c] = sum over r of dy.
  ///
  /// Sums are in double precision; the block must have all rows.
  public static func layernormParameterGradient(
    dy: Matrix, x: Matrix, mean: Matrix, precision: Matrix, dGamma: Matrix, dBeta: Matrix,
    columns: Range<Int>
  ) -> Step {
    var domain = Domain(Block(rows: 0..<x.rows, columns: columns), of: x)
    let arguments = LayerNormParameterGradient(
      dy: domain.matrix(dy), x: domain.matrix(x), mean: domain.rowVector(mean),
      precision: domain.rowVector(precision), dGamma: domain.columnVector(dGamma),
      dBeta: domain.columnVector(dBeta), rows: domain.rows, columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(LayerNormParameterGradient.self, Float.self, $0) },
      f64: { unsafe call(LayerNormParameterGradient.self, Double.self, $0) })
  }
}

private struct LayerNormParameterGradient: Kernel {
  let dy: Window
  let x: Window
  let mean: Window
  let precision: Window
  let dGamma: Window
  let dBeta: Window
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    let mean: Row<T> = mean.row()
    let precision: Row<T> = precision.row()
    let dGamma: Row<T> = dGamma.row()
    let dBeta: Row<T> = dBeta.row()
    forEachChunk(of: columns) { chunk in
      var sum = Lanes<Double>.zero
      var moment = Lanes<Double>.zero
      for r in 0..<rows {
        let dy: Lanes<T> = dy.row(r)[chunk]
        let x: Lanes<T> = x.row(r)[chunk]
        sum += T.widen(dy)
        moment += T.widen(dy) * T.widen((x - mean[r]) * precision[r])
      }
      dGamma[chunk] = T.narrow(moment)
      dBeta[chunk] = T.narrow(sum)
    }
  }
}
