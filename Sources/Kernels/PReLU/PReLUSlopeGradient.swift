extension Step {
  /// dSlope[c] = sum over r of dy[r, c] min(x[r, c], 0), in double precision; the block must have all
  /// rows.
  public static func preluSlopeGradient(
    dy: Matrix, x: Matrix, into dSlope: Matrix, columns: Range<Int>
  ) -> Step {
    var domain = Domain(Block(rows: 0..<x.rows, columns: columns), of: x)
    let arguments = PReLUSlopeGradient(
      dy: domain.matrix(dy), x: domain.matrix(x), dSlope: domain.columnVector(dSlope),
      rows: domain.rows, columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(PReLUSlopeGradient.self, Float.self, $0) },
      f64: { unsafe call(PReLUSlopeGradient.self, Double.self, $0) })
  }
}

private struct PReLUSlopeGradient: Kernel {
  let dy: Window
  let x: Window
  let dSlope: Window
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    let dSlope: Row<T> = dSlope.row()
    forEachChunk(of: columns) { chunk in
      var sum = Lanes<Double>.zero
      for r in 0..<rows {
        let x: Lanes<T> = x.row(r)[chunk]
        let fallen = T.choose(x, atMost: .zero, x, otherwise: .zero)
        sum += T.widen(dy.row(r)[chunk]) * T.widen(fallen)
      }
      dSlope[chunk] = T.narrow(sum)
    }
  }
}
