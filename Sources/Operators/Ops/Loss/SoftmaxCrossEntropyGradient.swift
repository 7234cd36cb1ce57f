public import IR
public import Kernels

/// `softmax_cross_entropy_gradient`: dZ[r,c] = (softmax(Z)[r,c] - t[r,c]) dl[r] in one sweep, with the
/// targets t of `softmax_cross_entropy`.
///
/// Shapes: Z [rows, classes], labels i32 [rows], dl [rows], dZ as Z. Made by fusion alone; the same
/// bits as `softmax`, `subtract_one_hot` and `scale_rows` one after the other.
public struct SoftmaxCrossEntropyGradient: LabelledOp, SmoothedOp {
  public static let name = "softmax_cross_entropy_gradient"

  public var smoothing: Double

  /// With this much of the target in equal shares on all classes.
  public init(smoothing: Double = 0) { self.smoothing = smoothing }

  public init(_ attributes: inout AttributeReader) throws(AttributeError) {
    smoothing = try attributes.smoothing()
  }

  public var aliases: [Alias] { [Alias(result: 0, operand: 0)] }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.require(count: 3)
    let rows = try Array(operands.prefix(2)).requireLabelledRows()
    try require(
      operands[2] == TensorType(operands[0].element, [rows]),
      "needs a loss gradient for each of \(rows) rows, not \(operands[2])")
    return [operands[0]]
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int {
    6 * results[0].count
  }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .byRows(results[0], operands: [.row, .elementPerRow, .elementPerRow])
  }

  public func prepare(_ call: Call) -> [Step] {
    [
      .softmaxCrossEntropyGradient(
        call.operands[0], labels: call.operands[1], dLosses: call.operands[2],
        smoothing: smoothing, into: call.results[0], rows: call.block.rows)
    ]
  }
}
