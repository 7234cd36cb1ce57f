public import IR
public import Kernels

/// `batchnorm_shift`: what normalisation with moving averages adds to each column,
/// shift[c] = beta[c] - mean[c] gain[c].
///
/// Shapes: beta, mean, gain and shift [columns]. Made by folding alone.
public struct BatchnormShift: AttributeFreeOp {
  public static let name = "batchnorm_shift"

  public init() {}

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.requireSameTypes(count: 3)
    try require(operands[0].rank == 1, "needs vectors, not \(operands[0])")
    return [operands[0]]
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int {
    2 * results[0].count
  }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .undivided(operands: 3)
  }

  public func prepare(_ call: Call) -> [Step] {
    [
      .batchnormShift(
        beta: call.operands[0], mean: call.operands[1], gain: call.operands[2],
        into: call.results[0])
    ]
  }
}
