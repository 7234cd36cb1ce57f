public import IR
public import Kernels

/// `reshape`: the same elements in the same order under another shape; costs nothing.
///
/// Shapes: any X, Y of the attribute `shape` with as many elements.
/// Gradient: dX = dY under X's shape.
public struct Reshape: DifferentiableOp {
  public static let name = "reshape"
  /// The shape of the result.
  public var shape: [Int]

  /// A reshape to this shape.
  public init(shape: [Int]) { self.shape = shape }

  public init(_ attributes: inout AttributeReader) throws(AttributeError) {
    shape = try attributes.integers("shape")
  }

  public var attributes: Attributes { ["shape": .integers(shape)] }
  public var aliases: [Alias] { [Alias(result: 0, operand: 0, kind: .view)] }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.require(count: 1)
    let type = TensorType(operands[0].element, shape)
    try type.checkLimit()
    guard type.count == operands[0].count else {
      throw ShapeError(
        "has the shape \(shape) of \(type.count) elements, but reads \(operands[0]) of "
          + "\(operands[0].count)",
        unfit: (.integers(shape), "must be of \(operands[0].count) elements"))
    }
    return [type]
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int { 0 }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .undivided(operands: 1)
  }

  public func gradients(_ builder: inout GradientBuilder) throws(ShapeError) -> [ValueID?] {
    guard let dY = builder.gradient(ofResult: 0) else { return [nil] }
    return [try builder.add(Reshape(shape: builder.type(of: builder.operands[0]).shape), dY)]
  }

  public func prepare(_ call: Call) -> [Step] { [] }
}
