import IR
public import Kernels

/// `mean`: the mean of all elements.
///
/// Shapes: any floating-point X, the result an f64 scalar. Gradient: every element of dX is
/// dy / count.
public struct Mean: TotalOp {
  public static let name = "mean"

  public init() {}

  public static func factor(count: Int) -> Double { 1 / Double(count) }
  public static func kernel(_ x: Matrix, into y: Matrix) -> Step { .mean(x, into: y) }
}
