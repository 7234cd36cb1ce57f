public import IR
public import Kernels

/// `elu`: the exponential linear unit, y = x where x > 0, else alpha (exp(x) - 1); its derivative is 1
/// where y > 0, else y + alpha.
///
/// Source: Clevert, Unterthiner and Hochreiter, "Fast and accurate deep network learning by
/// exponential linear units", 2016. Alpha must be positive, so that the output's sign is the input's;
/// other than 1 it makes a kink.
public struct ELU: ActivationOp {
  public static let name = "elu"
  /// What the output comes near to, below 0.
  public var alpha: Double

  /// A unit with this alpha.
  public init(alpha: Double = 1) { self.alpha = alpha }

  public init(_ arguments: Arguments) { alpha = arguments.real("alpha") ?? 1 }

  public init(_ attributes: inout AttributeReader) throws(AttributeError) {
    alpha = try attributes.positive("alpha")
  }

  public var attributes: Attributes { ["alpha": .real(alpha)] }
  public var kernel: Kernels.Activation { .elu(alpha: alpha) }
  public var kinkResult: Int? { alpha == 1 ? nil : 0 }
}
