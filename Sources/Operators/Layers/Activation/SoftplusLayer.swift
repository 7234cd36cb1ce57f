/// `softplus BETA`: see the operator `Softplus`.
public struct SoftplusLayer: ActivationLayer {
  public static let signature = Signature(
    "softplus", "smooth relu, log(1 + exp(x))",
    [
      Parameter(
        "beta", .real(.above(0)), positional: true, "how sharply softplus bends, 1 by default")
    ])
  public let op: (any ActivationOp)?
  public init(_ arguments: Arguments) { op = Softplus(arguments) }
  /// Around 0 it is nearly linear; no paper derives another.
  public var initializer: NamedInitializer { .xavierUniform }
}
