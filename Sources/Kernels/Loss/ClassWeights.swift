extension Step {
  /// y[r] = weights[labels[r]]; NaN for a label that has no weight. `labels` is i32, y a vector.
  public static func classWeights(
    _ weights: [Double], labels: Matrix, into y: Matrix, columns: Range<Int>
  ) -> Step {
    let table = Memory(byteCount: weights.count * MemoryLayout<Double>.size)
      .matrix(at: 0, .f64, rows: 1, columns: weights.count)
    table.write(weights)
    var domain = Domain(Block(rows: 0..<1, columns: columns), of: y)
    domain.keep(table.memory)
    let arguments = ClassWeights(
      weights: Window(table, row: 0, column: 0),
      labels: Window(labels, row: 0, column: columns.lowerBound), y: domain.matrix(y),
      classes: weights.count, count: domain.columns)
    precondition(
      labels.element == .i32 && labels.rows == 1 && labels.columns == y.columns,
      "there must be an i32 label for each of \(y.columns) rows")
    domain.keep(labels.memory)
    return unsafe Step(
      arguments, in: domain, f32: { unsafe call(ClassWeights.self, Float.self, $0) },
      f64: { unsafe call(ClassWeights.self, Double.self, $0) })
  }
}

private struct ClassWeights: Kernel {
  let weights: Window
  let labels: Window
  let y: Window
  let classes: Int
  let count: Int

  @inline(__always)
  func run<T: Scalar>(_: T.Type) {
    let weights: Row<Double> = weights.row()
    let labels: Row<Int32> = labels.row()
    let y: Row<T> = y.row()
    for r in 0..<count {
      let label = Int(labels[r])
      y[r] = label >= 0 && label < classes ? T(weights[label]) : .nan
    }
  }
}
