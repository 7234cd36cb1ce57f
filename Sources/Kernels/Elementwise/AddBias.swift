extension Step {
  /// y[r, c] = x[r, c] + bias[c]; y may be x.
  public static func addBias(_ x: Matrix, _ bias: Matrix, into y: Matrix, block: Block) -> Step {
    var domain = Domain(block, of: y)
    let arguments = AddBias(
      x: domain.matrix(x), bias: domain.columnVector(bias), y: domain.matrix(y), rows: domain.rows,
      columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(AddBias.self, Float.self, $0) },
      f64: { unsafe call(AddBias.self, Double.self, $0) })
  }
}

private struct AddBias: Kernel {
  let x: Window
  let bias: Window
  let y: Window
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    let bias: Row<T> = bias.row()
    for r in 0..<rows {
      let x: Row<T> = x.row(r), y: Row<T> = y.row(r)
      forEachChunk(of: columns) { y[$0] = x[$0] + bias[$0] }
    }
  }
}
