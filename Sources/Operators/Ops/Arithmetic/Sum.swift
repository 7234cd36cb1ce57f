import IR
public import Kernels

/// `sum`: the sum of all elements.
///
/// Shapes: any floating-point X, the result an f64 scalar. Gradient: every element of dX is dy.
public struct Sum: TotalOp {
  public static let name = "sum"

  public init() {}

  public static func factor(count: Int) -> Double { 1 }
  public static func kernel(_ x: Matrix, into y: Matrix) -> Step { .sum(x, into: y) }
}
