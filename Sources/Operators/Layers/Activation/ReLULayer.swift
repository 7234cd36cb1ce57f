/// `relu`: see the operator `ReLU`.
public struct ReLULayer: ActivationLayer {
  public static let signature = Signature("relu", "rectified linear unit, max(x, 0)")
  public let op: (any ActivationOp)?
  public init(_ arguments: Arguments) { op = ReLU() }
  /// He et al., 2015.
  public var initializer: NamedInitializer { .heNormal }
}
