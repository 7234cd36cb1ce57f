public import IR

/// An operator that reads class labels, an i32 number a row. A label that names no class gives NaN,
/// or a row that is wrong, and never reads beyond the row.
public protocol LabelledOp: Op {
  /// The operand that holds the labels.
  var labelOperand: Int { get }
  /// How many classes there are for operands of these types: labels are from 0 to one below.
  func labelLimit(_ operands: [TensorType]) -> Int
}

extension LabelledOp {
  /// The second operand.
  public var labelOperand: Int { 1 }
  /// A class for each column of the first operand.
  public func labelLimit(_ operands: [TensorType]) -> Int { operands[0].columns }
}

/// An operator that computes a figure for each row of a matrix and its label.
///
/// Shapes: Z [rows, columns], labels i32 [rows], the result [rows] of Z's element type.
public protocol RowFigureOp: LabelledOp {}

extension RowFigureOp {
  /// A matrix and its labels; a figure for each row.
  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    let rows = try operands.requireLabelledRows()
    return [TensorType(operands[0].element, [rows])]
  }

  /// Cut along rows.
  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .perRow(operands[0], operands: [.row, .elementPerRow])
  }
}

extension Graph {
  /// How many classes the labels in a value that is no view may name: the fewest of those that the
  /// operators which read it, or a view of it, tell apart; nil where none reads it as labels.
  public func labelLimits() -> [ValueID: Int] {
    let roots = viewRoots()
    var limits: [ValueID: Int] = [:]
    func limit(_ value: ValueID, to count: Int) {
      limits[value] = min(limits[value] ?? count, count)
    }
    for node in nodes {
      guard let op = node.op as? any LabelledOp else { continue }
      let labels = roots[node.operands[op.labelOperand].index]
      limit(labels, to: op.labelLimit(types(of: node.operands)))
    }
    return limits
  }
}
