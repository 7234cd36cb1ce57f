extension Step {
  /// c = f(a + b), element by element; the activation meets each piece in the cache. c may be a or
  /// b.
  public static func addActivation(
    _ f: Activation, _ a: Matrix, _ b: Matrix, into c: Matrix, block: Block
  ) -> Step {
    var domain = Domain(block, of: c, elementwise: true)
    let arguments = AddActivation(
      function: f.forward(for: c.element), a: domain.matrix(a), b: domain.matrix(b),
      c: domain.matrix(c), rows: domain.rows, columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(AddActivation.self, Float.self, $0) },
      f64: { unsafe call(AddActivation.self, Double.self, $0) })
  }
}

private struct AddActivation: Kernel {
  let function: ForwardRow
  let a: Window
  let b: Window
  let c: Window
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    for r in 0..<rows {
      forEachPiece(of: columns) { start, count in
        let a: Row<T> = a.row(r).suffix(from: start), b: Row<T> = b.row(r).suffix(from: start),
          c: Row<T> = c.row(r).suffix(from: start)
        forEachChunk(of: count) { c[$0] = a[$0] + b[$0] }
        function(c, into: c, count: count)
      }
    }
  }
}
