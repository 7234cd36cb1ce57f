extension Step {
  /// losses[r] = mean over c of h(x[r, c] - targets[r, c]), summed in double precision, where h(d) is
  /// d^2 / 2 for |d| up to delta, and delta (|d| - delta / 2) beyond.
  public static func huberError(
    _ x: Matrix, targets: Matrix, delta: Double, into losses: Matrix, rows: Range<Int>
  ) -> Step {
    unsafe .losses(
      HuberError(delta: delta), x, targets: targets, into: losses, rows: rows,
      f32: { unsafe call(TargetLossKernel<HuberError>.self, Float.self, $0) },
      f64: { unsafe call(TargetLossKernel<HuberError>.self, Double.self, $0) })
  }

  /// dx[r, c] = (d within -delta and delta, else the nearer of them) / C * dLosses[r] for
  /// d = x[r, c] - targets[r, c] and C columns; dx may be x.
  public static func huberErrorGradient(
    _ x: Matrix, targets: Matrix, delta: Double, dLosses: Matrix, into dx: Matrix, rows: Range<Int>
  ) -> Step {
    unsafe lossGradient(
      HuberError(delta: delta), x, targets: targets, dLosses: dLosses, into: dx, rows: rows,
      f32: { unsafe call(TargetLossGradientKernel<HuberError>.self, Float.self, $0) },
      f64: { unsafe call(TargetLossGradientKernel<HuberError>.self, Double.self, $0) })
  }
}

private struct HuberError: TargetLoss {
  let delta: Double

  @inline(__always)
  func sum<T: Scalar>(_ x: Row<T>, _ targets: Row<T>, columns: Int) -> Double {
    var sum = Lanes<Double>.zero
    forEachChunk(of: columns) {
      let difference = T.widen(x[$0]) - T.widen(targets[$0])
      let size = Double.magnitude(difference)
      let limit = Lanes(repeating: delta)
      sum += Double.choose(
        size, atMost: limit, difference * difference * 0.5,
        otherwise: (size - delta * 0.5) * delta)
    }
    return sum.total
  }

  @inline(__always)
  func gradient<T: Scalar>(
    _ x: Row<T>, _ targets: Row<T>, dLoss: T, into dx: Row<T>, columns: Int
  ) {
    let factor = dLoss / T(columns)
    let (low, high) = (Lanes(repeating: T(-delta)), Lanes(repeating: T(delta)))
    forEachChunk(of: columns) {
      dx[$0] = clipped(x[$0] - targets[$0], low, high) * factor
    }
  }
}
