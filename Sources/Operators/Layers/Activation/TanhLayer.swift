/// `tanh`: see the operator `Tanh`.
public struct TanhLayer: ActivationLayer {
  public static let signature = Signature("tanh", "hyperbolic tangent")
  public let op: (any ActivationOp)?
  public init(_ arguments: Arguments) { op = Tanh() }
  /// Glorot and Bengio, 2010.
  public var initializer: NamedInitializer { .xavierUniform }
}
