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
      rows: domain.rows, columns: domain.columns,
      isContiguous: block.columns == 0..<y.columns)
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
  /// Whether the block's rows lie one behind the other without a gap.
  let isContiguous: Bool

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    // The mask goes over several rows at once where they lie one behind the other: it draws 32 words
    // at a time, most of which a short row would waste.
    let height = isContiguous ? Swift.max(1024 / Swift.max(columns, 1), 1) : 1
    var first = 0
    while first < rows {
      let end = Swift.min(first &+ height, rows)
      for r in first..<end { activate(x.row(r), into: y.row(r, of: T.self)) }
      let y: Row<T> = y.row(first)
      mask.apply(y, into: y, row: first, count: (end &- first) &* columns)
      first = end
    }
  }

  /// y = f(x + bias), a row.
  @inline(__always)
  private func activate<T: Scalar>(_ x: Row<T>, into y: Row<T>) {
    guard let bias else {
      function(x, into: y, count: columns)
      return
    }
    let summands: Row<T> = bias.row()
    forEachChunk(of: columns) { y[$0] = x[$0] + summands[$0] }
    function(y, into: y, count: columns)
  }
}
