public import IR
public import Kernels

/// `one_hot`: turns labels into targets, Y[r,c] = [c = label r]; with one column, Y[r,0] = label r.
///
/// Shapes: labels i32 [rows]; the result [rows, columns] of the attributes `element` and `columns`.
public struct OneHot: ElementTypedOp, LabelledOp {
  public static let name = "one_hot"
  /// The element type of the result.
  public var element: ElementType
  /// The number of columns.
  public var columns: Int

  /// Targets of this width.
  public init(_ element: ElementType, columns: Int) {
    self.element = element
    self.columns = columns
  }

  public init(_ attributes: inout AttributeReader) throws(AttributeError) {
    element = try attributes.floatingPointElement()
    columns = try attributes.integer("columns")
    guard columns >= 1 else { throw AttributeError("columns", "'columns' must be at least 1") }
  }

  public var attributes: Attributes {
    ["element": .word(element.rawValue), "columns": .integer(columns)]
  }

  public func converted(to element: ElementType) -> OneHot { OneHot(element, columns: columns) }

  public var labelOperand: Int { 0 }
  public func labelLimit(_ operands: [TensorType]) -> Int { columns == 1 ? 2 : columns }

  public func resultTypes(of operands: [TensorType]) throws(ShapeError) -> [TensorType] {
    try operands.require(count: 1)
    try require(
      operands[0].element == .i32 && operands[0].rank == 1,
      "needs a vector of labels, not \(operands[0])")
    return [TensorType(element, [operands[0].shape[0], columns])]
  }

  public func flops(_ operands: [TensorType], _ results: [TensorType]) -> Int { 0 }

  public func work(_ operands: [TensorType], _ results: [TensorType]) -> Work {
    .byRows(results[0], operands: [.elementPerRow])
  }

  public func prepare(_ call: Call) -> [Step] {
    [.oneHot(call.operands[0], into: call.results[0], rows: call.block.rows)]
  }
}
