/// `gelu approximate=tanh`: see the operator `GELU`.
public struct GELULayer: ActivationLayer {
  public static let signature = Signature(
    "gelu", "Gaussian error linear unit, x times the normal distribution function",
    [
      Parameter(
        "approximate", .word(noun: "approximation", choices: ["none", "tanh"]),
        "how gelu is computed, none by default")
    ])
  public let op: (any ActivationOp)?
  public init(_ arguments: Arguments) { op = GELU(arguments) }
  /// As for relu, of which it is a smooth form: of a normal number's second moment 1 it keeps 0.43, relu
  /// 0.5.
  public var initializer: NamedInitializer { .heNormal }
}
