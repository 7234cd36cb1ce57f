public import IR
public import Kernels

/// `broadcast`: spreads a scalar over a tensor, Y[...] = factor x; the gradient of sums and means.
///
/// Shapes: x f64 scalar; the result has the attributes `element` and `shape`.
public struct Broadcast: ElementTypedOp {
  public static let name = "broadcast"
  /// The type of the result.
  public var type: TensorType
  /// What the scalar is multiplied by.
  public var factor: Double

  /// A broadcast to this type.
  public init(to type: TensorType, factor: Double) {
    self.type = type
    self.factor = factor
  }

  public init(_ attributes: inout AttributeReader) throws(AttributeError) {
    type = try attributes.floatingPointType()
    factor = try attributes.real("factor")
  }

  public var attributes: Attributes {
    [
      "element": .word(type.element.rawValue), "shape": .integers(type.shape),
      "factor": .real(factor),
    ]
  }

  public func converted(to element: ElementType) -> Broadcast {
    Broadcast(to: TensorType(element, type.shape), factor: factor)
  }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.require(count: 1)
    try require(operands[0] == TensorType(.f64, []), "spreads an f64 scalar, not \(operands[0])")
    return [type]
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int { 0 }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .elementwise(results[0], operands: [.whole])
  }

  public func prepare(_ call: Call) -> [Step] {
    [
      .fill(
        call.results[0], withScalar: call.operands[0], times: factor, block: call.block)
    ]
  }
}
