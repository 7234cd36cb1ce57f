extension Step {
  /// losses[r] = mean over c of |x[r, c] - targets[r, c]|, summed in double precision.
  public static func absoluteError(
    _ x: Matrix, targets: Matrix, into losses: Matrix, rows: Range<Int>
  ) -> Step {
    unsafe .losses(
      AbsoluteError(), x, targets: targets, into: losses, rows: rows,
      f32: { unsafe call(TargetLossKernel<AbsoluteError>.self, Float.self, $0) },
      f64: { unsafe call(TargetLossKernel<AbsoluteError>.self, Double.self, $0) })
  }

  /// dx[r, c] = sign(x[r, c] - targets[r, c]) / C * dLosses[r] for C columns; dx may be x.
  public static func absoluteErrorGradient(
    _ x: Matrix, targets: Matrix, dLosses: Matrix, into dx: Matrix, rows: Range<Int>
  ) -> Step {
    unsafe lossGradient(
      AbsoluteError(), x, targets: targets, dLosses: dLosses, into: dx, rows: rows,
      f32: { unsafe call(TargetLossGradientKernel<AbsoluteError>.self, Float.self, $0) },
      f64: { unsafe call(TargetLossGradientKernel<AbsoluteError>.self, Double.self, $0) })
  }
}

private struct AbsoluteError: TargetLoss {
  @inline(__always)
  func sum<T: Scalar>(_ x: Row<T>, _ targets: Row<T>, columns: Int) -> Double {
    var sum = Lanes<Double>.zero
    forEachChunk(of: columns) {
      sum += Double.magnitude(T.widen(x[$0]) - T.widen(targets[$0]))
    }
    return sum.total
  }

  @inline(__always)
  func gradient<T: Scalar>(
    _ x: Row<T>, _ targets: Row<T>, dLoss: T, into dx: Row<T>, columns: Int
  ) {
    let factor = dLoss / T(columns)
    forEachChunk(of: columns) { dx[$0] = signs(of: x[$0] - targets[$0]) * factor }
  }
}
