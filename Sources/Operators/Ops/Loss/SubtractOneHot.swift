public import IR
public import Kernels

/// `subtract_one_hot`: subtracts 1 at each row's label, Y[r,c] = P[r,c] - [c = label r]; with
/// `smoothing`, the smoothed targets of `softmax_cross_entropy`.
///
/// Shapes: P [rows, classes], labels i32 [rows], Y as P.
public struct SubtractOneHot: LabelledOp, SmoothedOp {
  public static let name = "subtract_one_hot"

  public var smoothing: Double

  /// With this much of the target in equal shares on all classes.
  public init(smoothing: Double = 0) { self.smoothing = smoothing }

  public init(_ attributes: inout AttributeReader) throws(AttributeError) {
    smoothing = try attributes.smoothing()
  }

  public var aliases: [Alias] { [Alias(result: 0, operand: 0)] }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    _ = try operands.requireLabelledRows()
    return [operands[0]]
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int { results[0].rows }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .elementwise(results[0], operands: [.element, .elementPerRow])
  }

  public func prepare(_ call: Call) -> [Step] {
    [
      .subtractOneHot(
        call.operands[0], labels: call.operands[1], smoothing: smoothing, into: call.results[0],
        block: call.block)
    ]
  }
}
