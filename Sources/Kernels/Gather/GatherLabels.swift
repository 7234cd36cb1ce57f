extension Step {
  /// y[r] = labels[indices[r]], all i32; an index out of range gives -1, which is no label.
  public static func gatherLabels(
    _ labels: Matrix, indices: Matrix, into y: Matrix, rows: Range<Int>
  ) -> Step {
    precondition(
      labels.rows == 1 && labels.element == .i32 && y.rows == 1 && y.element == .i32,
      "labels are rows of i32")
    precondition(
      indices.rows == 1 && indices.columns == y.columns && indices.element == .i32,
      "there is one i32 index a label")
    var domain = Domain(Block(rows: 0..<1, columns: rows), of: y)
    domain.keep(labels.memory)
    let arguments = GatherLabels(
      labels: Window(labels, row: 0, column: 0), count: labels.columns,
      indices: domain.matrix(indices), y: domain.matrix(y), rows: domain.columns)
    return unsafe Step(arguments, keeping: domain.owners) {
      unsafe $0.load(as: GatherLabels.self).run()
    }
  }
}

private struct GatherLabels: BitwiseCopyable {
  let labels: Window
  let count: Int
  let indices: Window
  let y: Window
  let rows: Int

  func run() {
    let labels: Row<Int32> = labels.row()
    let indices: Row<Int32> = indices.row()
    let y: Row<Int32> = y.row()
    for r in 0..<rows {
      let index = Int(indices[r])
      y[r] = index >= 0 && index < count ? labels[index] : -1
    }
  }
}
