extension Step {
  /// c = a + b, element by element; c may be a or b.
  public static func add(_ a: Matrix, _ b: Matrix, into c: Matrix, block: Block) -> Step {
    var domain = Domain(block, of: c, elementwise: true)
    let arguments = Add(
      a: domain.matrix(a), b: domain.matrix(b), c: domain.matrix(c), rows: domain.rows,
      columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(Add.self, Float.self, $0) },
      f64: { unsafe call(Add.self, Double.self, $0) })
  }
}

private struct Add: Kernel {
  let a: Window
  let b: Window
  let c: Window
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    for r in 0..<rows {
      let a: Row<T> = a.row(r), b: Row<T> = b.row(r), c: Row<T> = c.row(r)
      forEachChunk(of: columns) { c[$0] = a[$0] + b[$0] }
    }
  }
}
