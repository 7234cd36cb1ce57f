public import IR
public import Kernels

/// `sigmoid`: the logistic function, y = 1 / (1 + exp(-x)); its derivative is y (1 - y).
public struct Sigmoid: ActivationOp, AttributeFreeOp {
  public static let name = "sigmoid"
  public init() {}
  public var kernel: Kernels.Activation { .sigmoid }
}
