public import IR
public import Kernels

/// `silu`: the sigmoid-weighted linear unit or swish, y = x / (1 + exp(-x)); its derivative is s (1 + x
/// (1 - s)) with the logistic function s, from the input.
///
/// Source: Elfwing, Uchibe and Doya, "Sigmoid-weighted linear units for neural network function
/// approximation in reinforcement learning", 2018; Ramachandran, Zoph and Le, "Searching for
/// activation functions", 2017.
public struct SiLU: ActivationOp, AttributeFreeOp {
  public static let name = "silu"
  public init() {}
  public var kernel: Kernels.Activation { .silu }
  public var hasDerivativeOfInput: Bool { true }
}
