public import IR
public import Kernels

/// `softmax_cross_entropy_with_gradient`: `softmax_cross_entropy` and its gradient from one sweep of
/// exponentials, l[r] = log(sum of exp z) - sum of t z and dZ[r,c] = (softmax(Z)[r,c] - t[r,c]) dl[r],
/// with the targets t of the former.
///
/// Shapes: Z [rows, classes], labels i32 [rows], dl [rows]; results l [rows], dZ as Z. Made by
/// fusion alone; the same bits as the two operators.
public struct SoftmaxCrossEntropyWithGradient: LabelledOp, SmoothedOp {
  public static let name = "softmax_cross_entropy_with_gradient"

  public var smoothing: Double

  /// With this much of the target in equal shares on all classes.
  public init(smoothing: Double = 0) { self.smoothing = smoothing }

  public init(_ attributes: inout AttributeReader) throws(AttributeError) {
    smoothing = try attributes.smoothing()
  }

  public var aliases: [Alias] { [Alias(result: 1, operand: 0)] }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    let gradient = try SoftmaxCrossEntropyGradient().resultTypes(of: operands)
    return [operands[2]] + gradient
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int {
    7 * operands[0].count
  }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    Work(
      rows: operands[0].rows, columns: operands[0].columns, axes: [.rows],
      operands: [.row, .elementPerRow, .elementPerRow], results: [.elementPerRow, .row])
  }

  public func prepare(_ call: Call) -> [Step] {
    [
      .softmaxCrossEntropyWithGradient(
        call.operands[0], labels: call.operands[1], dLosses: call.operands[2],
        smoothing: smoothing, into: call.results[0], dx: call.results[1], rows: call.block.rows)
    ]
  }
}
