public import IR

/// `layernorm epsilon=1e-5 scale=yes center=yes`: layer normalisation of each row; see the operator
/// `Layernorm`. It does the same in training and inference.
public struct LayernormLayer: Layer {
  public static let signature = Signature(
    "layernorm", "layer normalisation",
    [Parameter("epsilon", .real(.above(0)), "added to the variance, 1e-5 by default")]
      + AffineParameters.parameters)
  public let isTransparent = true
  private let epsilon: Double
  private let affine: AffineParameters

  public init(_ arguments: Arguments) {
    epsilon = arguments.real("epsilon") ?? 1e-5
    affine = AffineParameters(arguments)
  }

  public func outputShape(of input: [Int]) -> [Int] { [input.reduce(1, *)] }

  public func expand(
    _ input: ValueID, _ builder: inout LayerBuilder
  ) throws(ShapeError) -> ValueID {
    let x = try builder.flattened(input)
    let (gamma, beta) = try affine.expand(columns: builder.shape(of: x)[1], &builder)
    return try builder.addAll(Layernorm(epsilon: epsilon), x, gamma, beta)[0]
  }
}
