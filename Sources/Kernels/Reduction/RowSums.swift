extension Step {
  /// y[r] = sum over c of |x[r, c]| accumulated in double precision; y is of the type of x.
  public static func rowAbsoluteSum(_ x: Matrix, into y: Matrix, rows: Range<Int>) -> Step {
    unsafe rowSum(
      AbsoluteValue.self, x, into: y, rows: rows,
      f32: { unsafe call(RowSum<AbsoluteValue>.self, Float.self, $0) },
      f64: { unsafe call(RowSum<AbsoluteValue>.self, Double.self, $0) })
  }

  /// y[r] = sum over c of x[r, c]^2 accumulated in double precision; y is of the type of x.
  public static func rowSquareSum(_ x: Matrix, into y: Matrix, rows: Range<Int>) -> Step {
    unsafe rowSum(
      Square.self, x, into: y, rows: rows,
      f32: { unsafe call(RowSum<Square>.self, Float.self, $0) },
      f64: { unsafe call(RowSum<Square>.self, Double.self, $0) })
  }

  /// y[r] = sum over c of x[r, c]^2 accumulated in double precision; y is of f64.
  public static func squareSum(_ x: Matrix, into y: Matrix, rows: Range<Int>) -> Step {
    var domain = Domain(rows: rows, of: x)
    let arguments = SquareSum(
      x: domain.matrix(x), y: domain.rowVector(y, .f64), rows: domain.rows, columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(SquareSum.self, Float.self, $0) },
      f64: { unsafe call(SquareSum.self, Double.self, $0) })
  }

  private static func rowSum<T: Term>(
    _: T.Type, _ x: Matrix, into y: Matrix, rows: Range<Int>, f32: @escaping Entry,
    f64: @escaping Entry
  ) -> Step {
    var domain = Domain(rows: rows, of: x)
    let arguments = RowSum<T>(
      x: domain.matrix(x), y: domain.rowVector(y), rows: domain.rows, columns: domain.columns)
    return unsafe Step(arguments, in: domain, f32: f32, f64: f64)
  }
}

/// What is summed of each element.
private protocol Term {
  static func of<T: Scalar>(_ x: Lanes<T>) -> Lanes<Double>
}

private enum AbsoluteValue: Term {
  @inline(__always)
  static func of<T: Scalar>(_ x: Lanes<T>) -> Lanes<Double> { T.widen(T.magnitude(x)) }
}

private enum Square: Term {
  @inline(__always)
  static func of<T: Scalar>(_ x: Lanes<T>) -> Lanes<Double> { T.widen(x) * T.widen(x) }
}

private struct RowSum<Summand: Term>: Kernel {
  let x: Window
  let y: Window
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    let y: Row<T> = y.row()
    for r in 0..<rows {
      y[r] = T(sum(of: Summand.self, over: x.row(r) as Row<T>, count: columns))
    }
  }
}

private struct SquareSum: Kernel {
  let x: Window
  let y: Window
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    let y: Row<Double> = y.row()
    for r in 0..<rows { y[r] = sum(of: Square.self, over: x.row(r) as Row<T>, count: columns) }
  }
}

/// The sum of a term of each element of a row.
@inline(__always)
private func sum<T: Scalar, Summand: Term>(
  of _: Summand.Type, over x: Row<T>, count: Int
) -> Double {
  var sum = Lanes<Double>.zero
  forEachChunk(of: count) { sum += Summand.of(x[$0]) }
  return sum.total
}
