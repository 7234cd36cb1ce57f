public import IR
public import Kernels

/// `softmax_cross_entropy`: the loss of each row of logits, l = log(sum of exp z) - sum of t z, in the
/// form that subtracts the largest logit first and so never overflows.
///
/// The targets t are smoothing / classes everywhere and 1 - smoothing more at the label; without
/// `smoothing` that is 1 at the label alone.
/// Shapes: Z [rows, classes], labels i32 [rows], losses [rows].
/// Gradient: dZ = (softmax(Z) - T) dl, row by row.
/// Source of smoothing: Szegedy et al., "Rethinking the Inception architecture", 2016.
public struct SoftmaxCrossEntropy: DifferentiableOp, RowFigureOp, SmoothedOp {
  public static let name = "softmax_cross_entropy"

  public var smoothing: Double

  /// With this much of the target in equal shares on all classes.
  public init(smoothing: Double = 0) { self.smoothing = smoothing }

  public init(_ attributes: inout AttributeReader) throws(AttributeError) {
    smoothing = try attributes.smoothing()
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int {
    4 * operands[0].count
  }

  public func gradients(_ builder: inout GradientBuilder) throws(ShapeError) -> [ValueID?] {
    guard let dLosses = builder.gradient(ofResult: 0) else { return [nil, nil] }
    let probabilities = try builder.add(Softmax(), builder.operands[0])
    let difference = try builder.add(
      SubtractOneHot(smoothing: smoothing), probabilities, builder.operands[1])
    return [try builder.add(ScaleRows(), difference, dLosses), nil]
  }

  public func prepare(_ call: Call) -> [Step] {
    [
      .softmaxCrossEntropy(
        call.operands[0], labels: call.operands[1], smoothing: smoothing, into: call.results[0],
        rows: call.block.rows)
    ]
  }
}

extension Work {
  /// One number for each row of a matrix, computed from the whole row.
  static func perRow(_ type: TensorType, operands: [Access]) -> Work {
    Work(
      rows: type.rows, columns: 1, axes: [.rows], operands: operands, results: [.elementPerRow])
  }

  /// A matrix like this one, a row of which depends on whole rows of the operands.
  static func byRows(_ type: TensorType, operands: [Access]) -> Work {
    Work(
      rows: type.rows, columns: type.columns, axes: [.rows], operands: operands, results: [.row])
  }
}
