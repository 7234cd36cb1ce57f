public import IR
public import Kernels

/// `tanh`: the hyperbolic tangent; its derivative is 1 - y^2.
public struct Tanh: ActivationOp, AttributeFreeOp {
  public static let name = "tanh"
  public init() {}
  public var kernel: Kernels.Activation { .tanh }
}
