public import IR

/// `prelu SLOPE per=unit`: a leaky relu whose slope is learned, and not penalised; see the operator
/// `PReLU`.
///
/// It starts at 0.25, as in the paper. The layer has one slope, as in PyTorch, or one for each unit,
/// as in Keras.
public struct PReLULayer: ActivationLayer {
  public static let signature = Signature(
    "prelu", "leaky relu with a learned slope",
    [
      Parameter(
        "slope", .real(.above(0)), positional: true, "what prelu's slope starts at, 0.25 by default"
      ),
      Parameter(
        "per", .word(noun: "part", choices: ["layer", "unit"]),
        "what has a prelu slope of its own, layer by default"),
    ])
  public let op: (any ActivationOp)? = nil
  private let slope: Double
  private let isPerUnit: Bool

  public init(_ arguments: Arguments) {
    slope = arguments.real("slope") ?? 0.25
    isPerUnit = arguments.word("per") == "unit"
  }

  /// He et al., 2015.
  public var initializer: NamedInitializer { .heNormal }

  public func outputShape(of input: [Int]) -> [Int] { [input.reduce(1, *)] }

  public func expand(
    _ input: ValueID, _ builder: inout LayerBuilder
  ) throws(ShapeError) -> ValueID {
    let x = try builder.flattened(input)
    let count = isPerUnit ? builder.shape(of: x)[1] : 1
    return try builder.add(PReLU(), x, builder.vector("slope", count, value: slope))
  }
}
