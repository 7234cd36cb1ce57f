public import IR
public import Kernels

/// `huber_error_gradient`: dX = min(max(X - T, -delta), delta) dl / columns.
///
/// Shapes: X [rows, columns], targets alike, dl [rows], the result as the first.
public struct HuberErrorGradient: TargetLossGradientOp {
  public static let name = "huber_error_gradient"
  public static let flopsPerElement = 5
  /// The largest size of a difference that counts.
  public var delta: Double

  /// The gradient of the error with this delta.
  public init(delta: Double) { self.delta = delta }

  public init(_ attributes: inout AttributeReader) throws(AttributeError) {
    delta = try attributes.positive("delta")
  }

  public var attributes: Attributes { ["delta": .real(delta)] }

  public func kernel(
    _ x: Matrix, targets: Matrix, dLosses: Matrix, into dx: Matrix, rows: Range<Int>
  ) -> Step {
    .huberErrorGradient(
      x, targets: targets, delta: delta, dLosses: dLosses, into: dx, rows: rows)
  }
}
