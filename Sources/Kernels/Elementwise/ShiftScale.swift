extension Step {
  /// y[r, c] = (x[r, c] - shift[c]) * scale[c]; y may be x.
  public static func shiftScale(
    _ x: Matrix, shift: Matrix, scale: Matrix, into y: Matrix, block: Block
  ) -> Step {
    var domain = Domain(block, of: y)
    let arguments = ShiftScale(
      x: domain.matrix(x), shift: domain.columnVector(shift), scale: domain.columnVector(scale),
      y: domain.matrix(y), rows: domain.rows, columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(ShiftScale.self, Float.self, $0) },
      f64: { unsafe call(ShiftScale.self, Double.self, $0) })
  }
}

private struct ShiftScale: Kernel {
  let x: Window
  let shift: Window
  let scale: Window
  let y: Window
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    let shift: Row<T> = shift.row(), scale: Row<T> = scale.row()
    for r in 0..<rows {
      let x: Row<T> = x.row(r), y: Row<T> = y.row(r)
      forEachChunk(of: columns) { y[$0] = (x[$0] - shift[$0]) * scale[$0] }
    }
  }
}
