public import IR
public import Kernels

/// `softplus`: a smooth relu, y = log(1 + exp(beta x)) / beta; its derivative is 1 - exp(-beta y).
///
/// Source: Dugas et al., "Incorporating second-order functional knowledge for better option pricing",
/// 2001. It is not cut off at large inputs, as PyTorch's is.
public struct Softplus: ActivationOp {
  public static let name = "softplus"
  /// How sharply it bends: with a larger beta it is closer to relu.
  public var beta: Double

  /// A function with this beta.
  public init(beta: Double = 1) { self.beta = beta }

  public init(_ arguments: Arguments) { beta = arguments.real("beta") ?? 1 }

  public init(_ attributes: inout AttributeReader) throws(AttributeError) {
    beta = try attributes.positive("beta")
  }

  public var attributes: Attributes { ["beta": .real(beta)] }
  public var kernel: Kernels.Activation { .softplus(beta: beta) }
}
