extension Step {
  /// y = x where x > 0, slope[c] x elsewhere (He et al., 2015). `slope` has one element for each
  /// column, or one for all; y may be x.
  public static func prelu(_ x: Matrix, slope: Matrix, into y: Matrix, block: Block) -> Step {
    preluStep(where: x, of: x, slope: slope, into: y, block: block)
  }

  /// dx = dy where x > 0, slope[c] dy elsewhere; dx may be dy or x.
  public static func preluGradient(
    dy: Matrix, x: Matrix, slope: Matrix, into dx: Matrix, block: Block
  ) -> Step {
    preluStep(where: x, of: dy, slope: slope, into: dx, block: block)
  }

  /// y = value where x > 0, slope[c] value elsewhere.
  private static func preluStep(
    where x: Matrix, of value: Matrix, slope: Matrix, into y: Matrix, block: Block
  ) -> Step {
    var domain = Domain(block, of: y)
    let isShared = slope.count == 1
    let arguments = PReLU(
      x: domain.matrix(x), value: domain.matrix(value),
      slope: isShared ? domain.scalar(slope) : domain.columnVector(slope), isShared: isShared,
      y: domain.matrix(y), rows: domain.rows, columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(PReLU.self, Float.self, $0) },
      f64: { unsafe call(PReLU.self, Double.self, $0) })
  }
}

private struct PReLU: Kernel {
  let x: Window
  let value: Window
  let slope: Window
  let isShared: Bool
  let y: Window
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    let slope: Row<T> = slope.row()
    let shared = Lanes<T>(repeating: slope[0])
    for r in 0..<rows {
      let x: Row<T> = x.row(r), value: Row<T> = value.row(r), y: Row<T> = y.row(r)
      if isShared {
        forEachChunk(of: columns) { y[$0] = scaled(value[$0], where: x[$0], by: shared) }
      } else {
        forEachChunk(of: columns) { y[$0] = scaled(value[$0], where: x[$0], by: slope[$0]) }
      }
    }
  }

  @inline(__always)
  private func scaled<T: Scalar>(
    _ value: Lanes<T>, where x: Lanes<T>, by slope: Lanes<T>
  ) -> Lanes<T> {
    T.choose(x, atMost: .zero, value * slope, otherwise: value)
  }
}
