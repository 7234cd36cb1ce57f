import IR
import Kernels

// What the shape rules of the operators have in common.

/// Refuses operands unless a condition holds.
func require(_ condition: Bool, _ message: @autoclosure () -> String) throws(ShapeError) {
  guard condition else { throw ShapeError(message()) }
}

extension [TensorType] {
  /// Refuses another number of operands.
  func require(count expected: Int) throws(ShapeError) {
    guard count == expected else {
      throw ShapeError("takes \(expected) operand\(expected == 1 ? "" : "s"), not \(count)")
    }
  }

  /// Refuses operands that are not all floating point and of one element type.
  func requireOneFloatingPointElement() throws(ShapeError) {
    guard let first = self.first else { return }
    guard first.element.isFloatingPoint else {
      throw ShapeError("needs floating-point operands, not \(first)")
    }
    for type in self where type.element != first.element {
      throw ShapeError("needs operands of one element type, not \(first) and \(type)")
    }
  }

  /// Refuses operands that are not `count` floating-point tensors of one type.
  func requireSameTypes(count: Int) throws(ShapeError) {
    try require(count: count)
    try requireOneFloatingPointElement()
    for type in self where type.shape != self[0].shape {
      throw ShapeError("needs operands of one shape, not \(self[0]) and \(type)")
    }
  }

  /// The row count of a [rows, columns] floating-point operand 0 with one i32 label a row as
  /// operand 1.
  func requireLabelledRows() throws(ShapeError) -> Int {
    try require(count: 2)
    try Operators.require(
      self[0].rank == 2 && self[0].element.isFloatingPoint,
      "needs a floating-point matrix, not \(self[0])")
    try Operators.require(
      self[1] == TensorType(.i32, [self[0].shape[0]]),
      "needs a label for each of \(self[0].shape[0]) rows, not \(self[1])")
    return self[0].shape[0]
  }
}

extension TensorType {
  /// A vector of this length.
  func requireVector(_ count: Int, _ role: String) throws(ShapeError) {
    try require(shape == [count], "needs \(count) elements as \(role), not \(self)")
  }
  /// A scalar.
  func requireScalar(_ role: String) throws(ShapeError) {
    try require(shape.isEmpty, "needs a scalar as \(role), not \(self)")
  }
}
