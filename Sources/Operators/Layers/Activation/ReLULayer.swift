/// `relu`: see the operator `ReLU`.
public struct ReLULayer: ActivationLayer {
  public static let signature = Signature("relu", "rectified linear unit, max(x, 0)")
  public let activation: (any ActivationOp)? = ReLU()
  public init(_ arguments: Arguments) {}
}
