public import IR
public import Kernels

/// `relu`: the rectified linear unit, y = max(x, 0); its derivative is 1 where y > 0, else 0.
///
/// Source: Nair and Hinton, "Rectified linear units improve restricted Boltzmann machines", 2010.
public struct ReLU: ActivationOp, AttributeFreeOp {
  public static let name = "relu"
  public init() {}
  public var kernel: Kernels.Activation { .relu }
  public var hasSignDerivative: Bool { true }
  public var hasZeroDerivativeAtZero: Bool { true }
  public var kinkResult: Int? { 0 }
}
