extension Step {
  /// y = a * b, element by element; y may be either.
  public static func multiply(_ a: Matrix, _ b: Matrix, into y: Matrix, block: Block) -> Step {
    var domain = Domain(block, of: y, elementwise: true)
    let arguments = Multiply(
      a: domain.matrix(a), b: domain.matrix(b), y: domain.matrix(y), rows: domain.rows,
      columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(Multiply.self, Float.self, $0) },
      f64: { unsafe call(Multiply.self, Double.self, $0) })
  }
}

private struct Multiply: Kernel {
  let a: Window
  let b: Window
  let y: Window
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    for r in 0..<rows {
      let a: Row<T> = a.row(r), b: Row<T> = b.row(r), y: Row<T> = y.row(r)
      forEachChunk(of: columns) { y[$0] = a[$0] * b[$0] }
    }
  }
}
