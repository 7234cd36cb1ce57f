public import IR
public import Kernels

/// `transpose`: swaps rows and columns, Y[r,c] = X[c,r].
///
/// Shapes: X [columns, rows], Y [rows, columns]. Gradient: dX = dY transposed. Products transpose
/// their operands on demand, so that this is for what no product reads.
public struct Transpose: DifferentiableOp, AttributeFreeOp {
  public static let name = "transpose"

  public init() {}

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.require(count: 1)
    try operands.requireOneFloatingPointElement()
    try require(operands[0].rank == 2, "needs a matrix, not \(operands[0])")
    return [TensorType(operands[0].element, [operands[0].shape[1], operands[0].shape[0]])]
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int { 0 }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .elementwise(results[0], operands: [Work.Access(rows: .columns, columns: .rows)])
  }

  public func gradients(_ builder: inout GradientBuilder) throws(ShapeError) -> [ValueID?] {
    guard let dY = builder.gradient(ofResult: 0) else { return [nil] }
    return [try builder.add(Transpose(), dY)]
  }

  public func prepare(_ call: Call) -> [Step] {
    [.transpose(call.operands[0], into: call.results[0], block: call.block)]
  }
}
