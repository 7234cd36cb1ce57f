extension Step {
  /// Inverted dropout: y = x / (1 - rate) where an element is kept, 0 where it is dropped.
  ///
  /// An element is kept when the upper 31 bits of its random word (see `ElementWords`) are at least
  /// rate * 2^31. So it does not depend on the block, and the same call with the gradient as x
  /// computes the gradient. `step` is a single i32; y may be x.
  public static func dropout(
    _ x: Matrix, rate: Double, seed: UInt64, site: UInt32, step: Matrix, into y: Matrix,
    block: Block
  ) -> Step {
    var domain = Domain(block, of: y, elementwise: true)
    let arguments = Dropout(
      x: domain.matrix(x), y: domain.matrix(y),
      mask: DropoutMask(
        rate: rate, seed: seed, site: site, step: domain.scalar(step, .i32), block: block, of: y),
      rows: domain.rows, columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(Dropout.self, Float.self, $0) },
      f64: { unsafe call(Dropout.self, Double.self, $0) })
  }
}

private struct Dropout: Kernel {
  let x: Window
  let y: Window
  let mask: DropoutMask
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    for r in 0..<rows {
      mask.apply(x.row(r, of: T.self), into: y.row(r), row: r, count: columns)
    }
  }
}
