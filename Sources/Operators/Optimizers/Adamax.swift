public import IR

/// `optimizer adamax lr=0.002 beta1=0.9 beta2=0.999 epsilon=1e-8`: AdaMax; see `AdamaxUpdate`.
///
/// The defaults are the paper's and PyTorch's; Keras has lr 0.001 and epsilon 1e-7.
public struct Adamax: Optimizer {
  public static let signature = Signature(
    "adamax", "Adam with the largest gradient in place of the second moment",
    [
      learningRateParameter(0.002),
      Parameter("beta1", .real(.atLeast(0, below: 1)), "decay of the first moment, 0.9 by default"),
      Parameter(
        "beta2", .real(.atLeast(0, below: 1)), "decay of the largest gradient, 0.999 by default"),
      Parameter("epsilon", .real(.above(0)), "added to a gradient's size, 1e-8 by default"),
    ])
  public static let highRate: Double? = 0.1
  public let learningRate: Double
  private let op: AdamaxUpdate

  public init(_ arguments: Arguments) {
    learningRate = arguments.real("lr") ?? 0.002
    op = AdamaxUpdate(
      beta1: arguments.real("beta1") ?? 0.9, beta2: arguments.real("beta2") ?? 0.999,
      epsilon: arguments.real("epsilon") ?? 1e-8)
  }

  public func addUpdate(_ builder: inout UpdateBuilder) throws(ShapeError) {
    try builder.update(builder.slot("m"), builder.slot("u"), by: op)
  }
}
