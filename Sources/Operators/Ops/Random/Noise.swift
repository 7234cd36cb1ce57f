public import IR
public import Kernels

/// `noise`: adds normal noise, Y = X + deviation N with independent standard normal numbers N.
///
/// Shapes: X any, step i32 scalar, Y as X. The numbers are a function of the graph's seed, the step,
/// the node's `site` and the element's index alone, and the same in single and double precision.
/// Gradient: dX = dY.
/// Source: Bishop, "Training with noise is equivalent to Tikhonov regularization", 1995.
public struct Noise: DifferentiableOp {
  public static let name = "noise"
  /// The noise's standard deviation.
  public var deviation: Double
  /// The number of the random stream, unique in the graph.
  public var site: Int

  /// Noise at this site.
  public init(deviation: Double, site: Int) { (self.deviation, self.site) = (deviation, site) }

  public init(_ attributes: inout AttributeReader) throws(AttributeError) {
    deviation = try attributes.real("deviation")
    guard deviation >= 0 else {
      throw AttributeError("deviation", "'deviation' must be at least 0")
    }
    site = try attributes.site()
  }

  public var attributes: Attributes { ["deviation": .real(deviation), "site": .integer(site)] }
  public var aliases: [Alias] { [Alias(result: 0, operand: 0)] }
  public var randomSite: Int? { site }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.requireTensorAndStep()
    return [operands[0]]
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int {
    2 * results[0].count
  }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .elementwise(results[0], operands: [.element, .whole])
  }

  public func gradients(_ builder: inout GradientBuilder) throws(ShapeError) -> [ValueID?] {
    [builder.gradient(ofResult: 0), nil]
  }

  public func prepare(_ call: Call) -> [Step] {
    [
      .noise(
        call.operands[0], deviation: deviation, seed: call.seed, site: UInt32(site),
        step: call.operands[1], into: call.results[0], block: call.block)
    ]
  }
}
