extension Step {
  /// y = value everywhere.
  public static func fill(_ y: Matrix, with value: Double, block: Block) -> Step {
    var domain = Domain(block, of: y, elementwise: true)
    let arguments = Fill(
      y: domain.matrix(y), value: value, rows: domain.rows, columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(Fill.self, Float.self, $0) },
      f64: { unsafe call(Fill.self, Double.self, $0) })
  }
}

private struct Fill: Kernel {
  let y: Window
  let value: Double
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    let value = Lanes(repeating: T(value))
    for r in 0..<rows {
      let y: Row<T> = y.row(r)
      forEachChunk(of: columns) { y[$0] = value }
    }
  }
}
