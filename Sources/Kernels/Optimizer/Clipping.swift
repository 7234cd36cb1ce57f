extension Step {
  /// y = min(1, norm / (sqrt(total) + 1e-6)), by which gradients whose squares sum up to `total` are
  /// multiplied so that their norm is at most `norm`; NaN where the total is. Both are single f64.
  public static func clipFactor(_ total: Matrix, norm: Double, into y: Matrix) -> Step {
    var domain = Domain(Block(rows: 0..<1, columns: 0..<1), of: y)
    let arguments = ClipFactor(
      total: domain.scalar(total, .f64), y: domain.scalar(y, .f64), norm: norm)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(ClipFactor.self, Float.self, $0) },
      f64: { unsafe call(ClipFactor.self, Double.self, $0) })
  }

  /// y = x * factor[0], where `factor` is a single f64; y may be x.
  public static func scale(_ x: Matrix, byValue factor: Matrix, into y: Matrix, block: Block)
    -> Step
  {
    var domain = Domain(block, of: y, elementwise: true)
    let arguments = ScaleByValue(
      x: domain.matrix(x), y: domain.matrix(y), factor: domain.scalar(factor, .f64),
      rows: domain.rows, columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(ScaleByValue.self, Float.self, $0) },
      f64: { unsafe call(ScaleByValue.self, Double.self, $0) })
  }

  /// y = x where |x| is at most `limit`, else the limit with the sign of x; NaN stays. y may be x.
  public static func clip(_ x: Matrix, to limit: Double, into y: Matrix, block: Block) -> Step {
    var domain = Domain(block, of: y, elementwise: true)
    let arguments = ClipValue(
      x: domain.matrix(x), y: domain.matrix(y), limit: limit, rows: domain.rows,
      columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(ClipValue.self, Float.self, $0) },
      f64: { unsafe call(ClipValue.self, Double.self, $0) })
  }
}

private struct ClipFactor: Kernel {
  let total: Window
  let y: Window
  let norm: Double

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    let factor = norm / (total.row(of: Double.self)[0].squareRoot() + 1e-6)
    y.row(of: Double.self)[0] = factor >= 1 ? 1 : factor
  }
}

private struct ScaleByValue: Kernel {
  let x: Window
  let y: Window
  let factor: Window
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    let factor = T(factor.row(of: Double.self)[0])
    for r in 0..<rows {
      let x: Row<T> = x.row(r), y: Row<T> = y.row(r)
      forEachChunk(of: columns) { y[$0] = x[$0] * factor }
    }
  }
}

private struct ClipValue: Kernel {
  let x: Window
  let y: Window
  let limit: Double
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    let (low, high) = (Lanes(repeating: T(-limit)), Lanes(repeating: T(limit)))
    for r in 0..<rows {
      let x: Row<T> = x.row(r), y: Row<T> = y.row(r)
      forEachChunk(of: columns) { y[$0] = clipped(x[$0], low, high) }
    }
  }
}

/// The numbers within two bounds, or the bound that is nearer; NaN stays.
@inline(__always)
func clipped<T: Scalar>(_ x: Lanes<T>, _ low: Lanes<T>, _ high: Lanes<T>) -> Lanes<T> {
  let above = T.choose(x, atMost: low, low, otherwise: x)
  return T.choose(high, atMost: above, high, otherwise: above)
}
