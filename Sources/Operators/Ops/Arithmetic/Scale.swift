public import IR
public import Kernels

/// `scale`: multiplies by a constant, Y = factor X.
///
/// Shapes: any X, Y as X. Gradient: dX = factor dY.
public struct Scale: DifferentiableOp {
  public static let name = "scale"
  /// The constant.
  public var factor: Double

  /// A multiplication by this constant.
  public init(factor: Double) { self.factor = factor }

  public init(_ attributes: inout AttributeReader) throws(AttributeError) {
    factor = try attributes.real("factor")
  }

  public var attributes: Attributes { ["factor": .real(factor)] }
  public var aliases: [Alias] { [Alias(result: 0, operand: 0)] }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.requireSameTypes(count: 1)
    return operands
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int { results[0].count }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .elementwise(results[0], operands: [.element])
  }

  public func gradients(_ builder: inout GradientBuilder) throws(ShapeError) -> [ValueID?] {
    guard let dY = builder.gradient(ofResult: 0) else { return [nil] }
    return [try builder.add(self, dY)]
  }

  public func prepare(_ call: Call) -> [Step] {
    [.scale(call.operands[0], by: factor, into: call.results[0], block: call.block)]
  }
}
