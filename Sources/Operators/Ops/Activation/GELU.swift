public import IR
public import Kernels

/// `gelu`: the Gaussian error linear unit, y = x P(Z <= x) for a standard normal Z; its derivative is
/// P(Z <= x) + x p(x) with the density p, from the input.
///
/// Attributes: `tanh`, for the approximation y = x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))).
/// Source: Hendrycks and Gimpel, "Gaussian error linear units", 2016.
public struct GELU: ActivationOp {
  public static let name = "gelu"
  /// Whether it is the approximation by tanh.
  public var isApproximate: Bool

  /// The function itself, or its approximation by tanh.
  public init(isApproximate: Bool = false) { self.isApproximate = isApproximate }

  public init(_ arguments: Arguments) { isApproximate = arguments.word("approximate") == "tanh" }

  public init(_ attributes: inout AttributeReader) throws(AttributeError) {
    isApproximate = try attributes.flag("tanh")
  }

  public var attributes: Attributes { isApproximate ? ["tanh": .flag(true)] : [:] }
  public var kernel: Kernels.Activation { isApproximate ? .geluTanh : .gelu }
  public var hasDerivativeOfInput: Bool { true }
}
