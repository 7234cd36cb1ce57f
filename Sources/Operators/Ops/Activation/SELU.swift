public import IR
public import Kernels

/// `selu`: the scaled exponential linear unit, y = 1.0507 x where x > 0, else 1.7581 (exp(x) - 1); its
/// derivative is 1.0507 where y > 0, else y + 1.7581. It has a kink at 0.
///
/// Source: Klambauer, Unterthiner, Mayr and Hochreiter, "Self-normalizing neural networks", 2017.
public struct SELU: ActivationOp, AttributeFreeOp {
  public static let name = "selu"
  public init() {}
  public var kernel: Kernels.Activation { .selu }
  public var kinkResult: Int? { 0 }
}
