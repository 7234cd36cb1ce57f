public import IR
public import Kernels

/// `argmax_equals`: 1 for each row whose first largest column is its label, else 0; its mean is the
/// accuracy.
///
/// Shapes: Z [rows, columns], labels i32 [rows], the result [rows] of Z's element type.
public struct ArgmaxEquals: RowFigureOp, AttributeFreeOp, SteppedOp {
  public static let name = "argmax_equals"

  public init() {}

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int { operands[0].count }

  /// The label's column and the others move towards each other.
  public func movesTowardsBoundary(_ operands: [Matrix]) -> [Double] {
    let columns = operands[0].columns
    let values = operands[0].values(as: Double.self)
    var moves = [Double](repeating: 0, count: values.count)
    for (row, label) in operands[1].values(as: Int32.self).enumerated() {
      let range = (row * columns)..<((row + 1) * columns)
      let labelled = range.lowerBound + Int(label)
      guard range.contains(labelled) else { continue }
      let isAhead = range.allSatisfy { values[$0] <= values[labelled] }
      for index in range { moves[index] = (index == labelled) == isAhead ? -1 : 1 }
    }
    return moves
  }

  public func prepare(_ call: Call) -> [Step] {
    [
      .argmaxEquals(
        call.operands[0], labels: call.operands[1], into: call.results[0], rows: call.block.rows)
    ]
  }
}
