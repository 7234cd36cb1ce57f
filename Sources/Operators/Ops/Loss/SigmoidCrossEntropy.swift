public import IR
public import Kernels

/// `sigmoid_cross_entropy`: the binary cross-entropy of each row of logits, the mean over the
/// columns of max(z, 0) - z t + log(1 + exp(-|z|)), which never overflows.
///
/// Shapes: Z [rows, columns], targets alike, losses [rows].
/// Gradient: dZ = (sigmoid(Z) - T) dl / columns.
public struct SigmoidCrossEntropy: DifferentiableOp, AttributeFreeOp {
  public static let name = "sigmoid_cross_entropy"

  public init() {}

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.requireSameTypes(count: 2)
    try require(operands[0].rank == 2, "needs matrices, not \(operands[0])")
    return [TensorType(operands[0].element, [operands[0].rows])]
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int {
    6 * operands[0].count
  }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .perRow(operands[0], operands: [.row, .row])
  }

  public func gradients(_ builder: inout GradientBuilder) throws(ShapeError) -> [ValueID?] {
    guard let dLosses = builder.gradient(ofResult: 0) else { return [nil, nil] }
    let (x, targets) = (builder.operands[0], builder.operands[1])
    return [try builder.add(SigmoidCrossEntropyGradient(), x, targets, dLosses), nil]
  }

  public func prepare(_ call: Call) -> [Step] {
    [
      .sigmoidCrossEntropy(
        call.operands[0], targets: call.operands[1], into: call.results[0], rows: call.block.rows)
    ]
  }
}
