/// `elu ALPHA`: see the operator `ELU`.
public struct ELULayer: ActivationLayer {
  public static let signature = Signature(
    "elu", "exponential linear unit",
    [Parameter("alpha", .real(.above(0)), positional: true, "elu's depth below 0, 1 by default")])
  public let op: (any ActivationOp)?
  public init(_ arguments: Arguments) { op = ELU(arguments) }
  /// As Clevert et al., 2016, do.
  public var initializer: NamedInitializer { .heNormal }
}
