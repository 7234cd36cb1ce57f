/// `sigmoid` inside a network: see the operator `Sigmoid`.
public struct SigmoidLayer: ActivationLayer {
  public static let signature = SigmoidOutput.signature
  public let activation: (any ActivationOp)? = Sigmoid()
  public init(_ arguments: Arguments) {}
}
