public import IR
public import Kernels

/// `add_bias`: adds a vector to every row, Y[r,c] = X[r,c] + b[c].
///
/// Shapes: X [rows, columns], b [columns], Y as X.
/// Gradient: dX = dY, db = the sum of dY over the rows.
public struct AddBias: DifferentiableOp, AttributeFreeOp {
  public static let name = "add_bias"

  public init() {}

  public var aliases: [Alias] { [Alias(result: 0, operand: 0)] }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.require(count: 2)
    try operands.requireOneFloatingPointElement()
    try require(operands[0].rank == 2, "needs a matrix, not \(operands[0])")
    try operands[1].requireVector(operands[0].columns, "bias")
    return [operands[0]]
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int { results[0].count }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .elementwise(results[0], operands: [.element, .column])
  }

  public func gradients(_ builder: inout GradientBuilder) throws(ShapeError) -> [ValueID?] {
    guard let dY = builder.gradient(ofResult: 0) else { return [nil, nil] }
    return [dY, builder.wants(1) ? try builder.add(ColumnSum(), dY) : nil]
  }

  public func prepare(_ call: Call) -> [Step] {
    [.addBias(call.operands[0], call.operands[1], into: call.results[0], block: call.block)]
  }
}
