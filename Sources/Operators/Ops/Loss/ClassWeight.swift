public import IR
public import Kernels

/// `class_weight`: a weight for each row by its label, y[r] = weights[label r].
///
/// Shapes: labels i32 [rows]; the result [rows] of the attribute `element`.
public struct ClassWeight: ElementTypedOp, LabelledOp {
  public static let name = "class_weight"
  /// The element type of the result.
  public var element: ElementType
  /// A weight for each class.
  public var weights: [Double]

  /// The rows' weights by those of the classes.
  public init(_ element: ElementType, weights: [Double]) {
    self.element = element
    self.weights = weights
  }

  public init(_ attributes: inout AttributeReader) throws(AttributeError) {
    element = try attributes.floatingPointElement()
    weights = try attributes.reals("weights")
    guard !weights.isEmpty, weights.allSatisfy({ $0 >= 0 && ElementType.f32.holds($0) }) else {
      throw AttributeError("weights", "'weights' must be numbers of at least 0, one for each class")
    }
  }

  public var attributes: Attributes {
    ["element": .word(element.rawValue), "weights": .reals(weights)]
  }

  public func converted(to element: ElementType) -> ClassWeight {
    ClassWeight(element, weights: weights)
  }

  public var labelOperand: Int { 0 }
  public func labelLimit(_ operands: [TensorType]) -> Int { weights.count }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.require(count: 1)
    try require(
      operands[0].element == .i32 && operands[0].rank == 1,
      "needs a vector of labels, not \(operands[0])")
    return [TensorType(element, operands[0].shape)]
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int { 0 }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .elementwise(results[0], operands: [.element])
  }

  public func prepare(_ call: Call) -> [Step] {
    [
      .classWeights(
        weights, labels: call.operands[0], into: call.results[0], columns: call.block.columns)
    ]
  }
}
