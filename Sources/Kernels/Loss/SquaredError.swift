extension Step {
  /// losses[r] = mean over c of (x[r, c] - targets[r, c])^2, summed in double precision.
  public static func squaredError(
    _ x: Matrix, targets: Matrix, into losses: Matrix, rows: Range<Int>
  ) -> Step {
    unsafe .losses(
      SquaredError(), x, targets: targets, into: losses, rows: rows,
      f32: { unsafe call(TargetLossKernel<SquaredError>.self, Float.self, $0) },
      f64: { unsafe call(TargetLossKernel<SquaredError>.self, Double.self, $0) })
  }

  /// dx[r, c] = 2 (x[r, c] - targets[r, c]) / C * dLosses[r] for C columns; dx may be x.
  public static func squaredErrorGradient(
    _ x: Matrix, targets: Matrix, dLosses: Matrix, into dx: Matrix, rows: Range<Int>
  ) -> Step {
    unsafe lossGradient(
      SquaredError(), x, targets: targets, dLosses: dLosses, into: dx, rows: rows,
      f32: { unsafe call(TargetLossGradientKernel<SquaredError>.self, Float.self, $0) },
      f64: { unsafe call(TargetLossGradientKernel<SquaredError>.self, Double.self, $0) })
  }
}

private struct SquaredError: TargetLoss {
  @inline(__always)
  func sum<T: Scalar>(_ x: Row<T>, _ targets: Row<T>, columns: Int) -> Double {
    var sum = Lanes<Double>.zero
    forEachChunk(of: columns) {
      let difference = T.widen(x[$0]) - T.widen(targets[$0])
      sum += difference * difference
    }
    return sum.total
  }

  @inline(__always)
  func gradient<T: Scalar>(
    _ x: Row<T>, _ targets: Row<T>, dLoss: T, into dx: Row<T>, columns: Int
  ) {
    let factor = T(2) / T(columns) * dLoss
    forEachChunk(of: columns) { dx[$0] = (x[$0] - targets[$0]) * factor }
  }
}
