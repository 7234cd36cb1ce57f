/// `selu`: see the operator `SELU`.
public struct SELULayer: ActivationLayer {
  public static let signature = Signature(
    "selu", "scaled exponential linear unit, which keeps mean 0 and variance 1")
  public let op: (any ActivationOp)?
  public init(_ arguments: Arguments) { op = SELU() }
  /// Weights of variance 1 / n are what its constants were derived for (Klambauer et al., 2017).
  public var initializer: NamedInitializer { .lecunNormal }
}
