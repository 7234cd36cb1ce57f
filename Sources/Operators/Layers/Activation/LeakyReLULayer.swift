/// `leaky_relu slope=0.01`: see the operator `LeakyReLU`.
public struct LeakyReLULayer: ActivationLayer {
  static let slopeParameter = Parameter(
    "slope", .real(.above(0)), "leaky_relu's slope below 0, 0.01 by default")
  public static let signature = Signature(
    "leaky_relu", "leaky rectified linear unit", [slopeParameter])
  public let activation: (any ActivationOp)?
  public init(_ arguments: Arguments) { activation = Catalog.activation("leaky_relu", arguments) }
}
