public import IR

/// An activation as a statement of its own.
public protocol ActivationLayer: Layer {}

extension ActivationLayer {
  /// Applies the activation.
  public func expand(
    _ input: ValueID, _ builder: inout LayerBuilder
  ) throws(ShapeError) -> ValueID {
    guard let activation else { return input }
    return try builder.add(activation, input)
  }
}

/// `relu`: see the operator `ReLU`.
public struct ReLULayer: ActivationLayer {
  public static let signature = Signature("relu", "rectified linear unit, max(x, 0)")
  public let activation: (any ActivationOp)? = ReLU()
  public init(_ arguments: Arguments) {}
}

/// `leaky_relu slope=0.01`: see the operator `LeakyReLU`.
public struct LeakyReLULayer: ActivationLayer {
  static let slopeParameter = Parameter(
    "slope", .real(.above(0)), "leaky_relu's slope below 0, 0.01 by default")
  public static let signature = Signature(
    "leaky_relu", "leaky rectified linear unit", [slopeParameter])
  public let activation: (any ActivationOp)?
  public init(_ arguments: Arguments) { activation = Catalog.activation("leaky_relu", arguments) }
}

/// `tanh`: see the operator `Tanh`.
public struct TanhLayer: ActivationLayer {
  public static let signature = Signature("tanh", "hyperbolic tangent")
  public let activation: (any ActivationOp)? = Tanh()
  public init(_ arguments: Arguments) {}
}
