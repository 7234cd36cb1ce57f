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

extension Graph {
  /// How many classes the labels in a value may name: the fewest of those that the operators which
  /// read it, or a view of it, tell apart; nil where none reads it as labels.
  public func labelLimits() -> [ValueID: Int] {
    var limits: [ValueID: Int] = [:]
    func limit(_ value: ValueID, to count: Int) {
      limits[value] = min(limits[value] ?? count, count)
    }
    for node in nodes.reversed() {
      for alias in node.op.aliases where alias.kind == .view {
        if let count = limits[node.results[alias.result]] {
          limit(node.operands[alias.operand], to: count)
        }
      }
      if let op = node.op as? any LabelledOp {
        limit(node.operands[op.labelOperand], to: op.labelLimit(types(of: node.operands)))
      }
    }
    return limits
  }
}
