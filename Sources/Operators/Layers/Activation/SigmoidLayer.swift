/// `sigmoid` inside a network: see the operator `Sigmoid`.
public struct SigmoidLayer: ActivationLayer {
  public static let signature = Signature("sigmoid", "logistic function, 1 / (1 + exp(-x))")
  public let op: (any ActivationOp)?
  public init(_ arguments: Arguments) { op = Sigmoid() }
  /// Glorot and Bengio, 2010.
  public var initializer: NamedInitializer { .xavierUniform }
}
