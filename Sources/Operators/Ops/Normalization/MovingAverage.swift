public import IR
public import Kernels

/// `moving_average`: an exponential moving average, y = momentum old + (1 - momentum) scale x.
///
/// Shapes: old, x and y alike. The scale n / (n - 1) turns a batch's biased variance into the
/// unbiased one that PyTorch averages.
public struct MovingAverage: Op {
  public static let name = "moving_average"
  /// How much of the old value stays.
  public var momentum: Double
  /// What the new value is multiplied by.
  public var scale: Double

  /// An average with this momentum.
  public init(momentum: Double, scale: Double = 1) {
    self.momentum = momentum
    self.scale = scale
  }

  public init(_ attributes: inout AttributeReader) throws(AttributeError) {
    momentum = try attributes.fraction("momentum")
    scale = try attributes.real("scale", default: 1)
  }

  public var attributes: Attributes {
    var attributes: Attributes = ["momentum": .real(momentum)]
    if scale != 1 { attributes.append("scale", .real(scale)) }
    return attributes
  }

  public var aliases: [Alias] { [Alias(result: 0, operand: 0)] }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.requireSameTypes(count: 2)
    return [operands[0]]
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int {
    3 * results[0].count
  }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .elementwise(results[0], operands: [.element, .element])
  }

  public func prepare(_ call: Call) -> [Step] {
    [
      .movingAverage(
        call.operands[0], call.operands[1], momentum: momentum, valueScale: scale,
        into: call.results[0], block: call.block)
    ]
  }
}
