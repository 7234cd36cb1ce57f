/// `silu`: see the operator `SiLU`.
public struct SiLULayer: ActivationLayer {
  public static let signature = Signature(
    "silu", "sigmoid linear unit or swish, x times the logistic function")
  public let op: (any ActivationOp)?
  public init(_ arguments: Arguments) { op = SiLU() }
  /// As for relu, of which it is a smooth form: of a normal number's second moment 1 it keeps 0.36, relu
  /// 0.5.
  public var initializer: NamedInitializer { .heNormal }
}
