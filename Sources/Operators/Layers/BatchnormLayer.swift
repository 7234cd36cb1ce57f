public import IR

/// `batchnorm`: normalises each column by the batch's mean and variance and keeps moving averages
/// of both, with which it normalises in inference; see the operators `Batchnorm` and
/// `BatchnormInference`.
///
/// Shapes: X and Y [rows, columns]. Parameters gamma (1 at first) and beta (0); statistics mean (0)
/// and variance (1), average' = momentum average + (1 - momentum) batch's, with the batch's
/// unbiased variance, as PyTorch has it (whose `momentum` is 1 minus this one).
public struct BatchnormLayer: Layer {
  public static let signature = Signature(
    "batchnorm", "batch normalisation",
    [
      Parameter(
        "momentum", .real(.atLeast(0, below: 1)),
        "how much of the moving averages stays at each step, 0.9 by default"),
      Parameter("epsilon", .real(.above(0)), "added to the variance, 1e-5 by default"),
    ] + AffineParameters.parameters)
  public let isTransparent = true
  private let momentum: Double
  private let epsilon: Double
  private let affine: AffineParameters

  public init(_ arguments: Arguments) {
    momentum = arguments.real("momentum") ?? 0.9
    epsilon = arguments.real("epsilon") ?? 1e-5
    affine = AffineParameters(arguments)
  }

  public func outputShape(of input: [Int]) -> [Int] { [input.reduce(1, *)] }

  public func expand(
    _ input: ValueID, _ builder: inout LayerBuilder
  ) throws(ShapeError) -> ValueID {
    let x = try builder.flattened(input)
    let (rows, columns) = (builder.shape(of: x)[0], builder.shape(of: x)[1])
    let (gamma, beta) = try affine.expand(columns: columns, &builder)
    let mean = builder.vector("mean", columns, role: .statistic, value: 0)
    let variance = builder.vector("variance", columns, role: .statistic, value: 1)
    guard builder.mode == .training else {
      return try builder.add(BatchnormInference(epsilon: epsilon), x, gamma, beta, mean, variance)
    }
    let results = try builder.addAll(Batchnorm(epsilon: epsilon), x, gamma, beta)
    // One row has no unbiased variance; its biased one, 0, is taken as it is.
    let unbiased = rows > 1 ? Double(rows) / Double(rows - 1) : 1
    let newMean = try builder.add(MovingAverage(momentum: momentum), mean, results[1])
    let newVariance = try builder.add(
      MovingAverage(momentum: momentum, scale: unbiased), variance, results[2])
    builder.addUpdate(of: mean, to: newMean)
    builder.addUpdate(of: variance, to: newVariance)
    return results[0]
  }
}
