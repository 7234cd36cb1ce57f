extension Step {
  /// y = the sum of all elements of x in double precision and in a fixed order; y is a single f64.
  public static func sum(_ x: Matrix, into y: Matrix) -> Step { total(x, into: y, divisor: 1) }

  /// y = the mean of all elements of x, summed in double precision and in a fixed order; y is a
  /// single f64.
  public static func mean(_ x: Matrix, into y: Matrix) -> Step {
    total(x, into: y, divisor: Double(x.count))
  }

  private static func total(_ x: Matrix, into y: Matrix, divisor: Double) -> Step {
    precondition(x.count > 0, "a sum needs elements")
    let all = Block(rows: 0..<x.rows, columns: 0..<x.columns)
    var domain = Domain(all, of: x, elementwise: true)
    let arguments = Sum(
      x: domain.matrix(x), y: domain.scalar(y, .f64), divisor: divisor, count: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(Sum.self, Float.self, $0) },
      f64: { unsafe call(Sum.self, Double.self, $0) })
  }
}

private struct Sum: Kernel {
  let x: Window
  let y: Window
  let divisor: Double
  let count: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    let x: Row<T> = x.row()
    var sum = Lanes<Double>.zero
    forEachChunk(of: count) { sum += T.widen(x[$0]) }
    y.row(of: Double.self)[0] = sum.total / divisor
  }
}
