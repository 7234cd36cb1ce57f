public import IR
public import Kernels

/// `constant`: a tensor of one number, such as the gradient of the loss by itself.
///
/// Shapes: no operands; the result has the attributes `element` and `shape`.
public struct Constant: ElementTypedOp {
  public static let name = "constant"
  /// The type of the result.
  public var type: TensorType
  /// Every element.
  public var value: Double

  /// A tensor of this type and number.
  public init(_ type: TensorType, value: Double) {
    self.type = type
    self.value = value
  }

  public init(_ attributes: inout AttributeReader) throws(AttributeError) {
    type = try attributes.floatingPointType()
    value = try attributes.real("value")
    guard type.element.holds(value) else {
      throw AttributeError("value", "'value' is beyond the range of \(type.element.rawValue)")
    }
  }

  public var attributes: Attributes {
    [
      "element": .word(type.element.rawValue), "shape": .integers(type.shape),
      "value": .real(value),
    ]
  }

  public func converted(to element: ElementType) -> Constant {
    Constant(TensorType(element, type.shape), value: value)
  }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.require(count: 0)
    return [type]
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int { 0 }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .elementwise(results[0], operands: [])
  }

  public func prepare(_ call: Call) -> [Step] {
    [.fill(call.results[0], with: value, block: call.block)]
  }
}

extension AttributeReader {
  /// A floating-point tensor type spelt by the attributes `element` and `shape`.
  mutating func floatingPointType() throws(AttributeError) -> TensorType {
    TensorType(try floatingPointElement(), try integers("shape"))
  }

  /// A floating-point element type spelt by the attribute `element`.
  mutating func floatingPointElement() throws(AttributeError) -> ElementType {
    let word = try word("element")
    guard let element = ElementType(rawValue: word), element.isFloatingPoint else {
      throw AttributeError("element", "'element' must be f32 or f64")
    }
    return element
  }
}
