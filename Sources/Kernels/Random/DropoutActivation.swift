extension Step {
  /// y = dropout(f(x + bias)), with one element of `bias` for each column or none at all; the same
  /// bits as `addBias`, `activation` and `dropout` one after the other. y may be x.
  public static func dropoutActivation(
    _ f: Activation, _ x: Matrix, bias: Matrix?, rate: Double, seed: UInt64, site: UInt32,
    step: Matrix, into y: Matrix, block: Block
  ) -> Step {
    var domain = Domain(block, of: y)
    let arguments = DropoutActivation(
      function: f.forward(for: y.element), x: domain.matrix(x),
      bias: bias.map { domain.columnVector($0) }, y: domain.matrix(y),
      mask: DropoutMask(
        rate: rate, seed: seed, site: site, step: domain.scalar(step, .i32), block: block, of: y),
      rows: domain.rows, columns: domain.columns)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(DropoutActivation.self, Float.self, $0) },
      f64: { unsafe call(DropoutActivation.self, Double.self, $0) })
  }
}

private struct DropoutActivation: Kernel {
  let function: ForwardRow
  let x: Window
  let bias: Window?
  let y: Window
  let mask: DropoutMask
  let rows: Int
  let columns: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    for r in 0..<rows {
      let x: Row<T> = x.row(r), y: Row<T> = y.row(r)
      if let bias {
        let bias: Row<T> = bias.row()
        forEachChunk(of: columns) { y[$0] = x[$0] + bias[$0] }
        function(y, into: y, count: columns)
      } else {
        function(x, into: y, count: columns)
      }
      mask.apply(y, into: y, row: r, count: columns)
    }
  }
}
