public import Kernels

/// An operator whose results jump where elements of one operand cross a boundary, however little
/// they move: a sign, a count of what is right, the gradient of an activation with a kink.
public protocol SteppedOp: Op {
  /// The operand whose elements decide on which side of the boundary the results are; nil where the
  /// attributes make a smooth operator.
  var decidingOperand: Int? { get }

  /// For each element of the deciding operand the sign of the move that leads towards the boundary:
  /// -1, 1, or 0 where there is none.
  func movesTowardsBoundary(_ operands: [Matrix]) -> [Double]
}

extension SteppedOp {
  /// The first operand.
  public var decidingOperand: Int? { 0 }

  /// The boundary is 0, which counts as below it.
  public func movesTowardsBoundary(_ operands: [Matrix]) -> [Double] {
    guard let decidingOperand else { return [] }
    return operands[decidingOperand].values(as: Double.self).map { $0 > 0 ? -1 : $0 <= 0 ? 1 : 0 }
  }
}
