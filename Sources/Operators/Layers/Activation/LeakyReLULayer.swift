/// `leaky_relu SLOPE`: see the operator `LeakyReLU`.
public struct LeakyReLULayer: ActivationLayer {
  public static let signature = Signature(
    "leaky_relu", "leaky rectified linear unit",
    [
      Parameter(
        "slope", .real(.above(0)), positional: true, "leaky_relu's slope below 0, 0.01 by default")
    ])
  public let op: (any ActivationOp)?
  public init(_ arguments: Arguments) { op = LeakyReLU(arguments) }
  /// As for relu: with small slopes the factor sqrt(2 / (1 + slope^2)) of He et al., 2015, is about the same.
  public var initializer: NamedInitializer { .heNormal }
}
