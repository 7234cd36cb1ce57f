/// `tanh`: see the operator `Tanh`.
public struct TanhLayer: ActivationLayer {
  public static let signature = Signature("tanh", "hyperbolic tangent")
  public let activation: (any ActivationOp)? = Tanh()
  public init(_ arguments: Arguments) {}
}
