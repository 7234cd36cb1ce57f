public import IR
public import Kernels

/// `huber_error`: Huber's error of each row, the mean over the columns of h(x - t), where h(d) is
/// d^2 / 2 for |d| up to delta, and delta (|d| - delta / 2) beyond.
///
/// Shapes: X [rows, columns], targets alike, losses [rows].
/// Gradient: dX = min(max(X - T, -delta), delta) dl / columns.
/// Source: Huber, "Robust estimation of a location parameter", 1964.
public struct HuberError: TargetLossOp {
  public static let name = "huber_error"
  /// Where the parabola becomes a line.
  public var delta: Double

  /// An error with this delta.
  public init(delta: Double) { self.delta = delta }

  public init(_ attributes: inout AttributeReader) throws(AttributeError) {
    delta = try attributes.positive("delta")
  }

  public var attributes: Attributes { ["delta": .real(delta)] }
  public var gradient: HuberErrorGradient { HuberErrorGradient(delta: delta) }

  public func kernel(
    _ x: Matrix, targets: Matrix, into losses: Matrix, rows: Range<Int>
  ) -> Step {
    .huberError(x, targets: targets, delta: delta, into: losses, rows: rows)
  }
}
