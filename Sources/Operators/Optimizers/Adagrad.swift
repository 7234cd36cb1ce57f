public import IR

/// `optimizer adagrad lr=0.01 lr_decay=0 initial_accumulator=0 epsilon=1e-10`: AdaGrad; see
/// `AdagradUpdate`.
///
/// The defaults are PyTorch's; Keras has lr 0.001, an accumulator of 0.1 at first, and epsilon 1e-7.
public struct Adagrad: Optimizer {
  public static let signature = Signature(
    "adagrad", "gradients divided by the root of the sum of their squares",
    [
      learningRateParameter(0.01),
      Parameter(
        "lr_decay", .real(.atLeast(0)), "step t has lr / (1 + (t - 1) lr_decay), 0 by default"),
      Parameter(
        "initial_accumulator", .real(.atLeast(0)), "what the sum starts at, 0 by default"),
      epsilonParameter("1e-10"),
    ])
  public let learningRate: Double
  private let initialSum: Double
  private let op: AdagradUpdate

  public init(_ arguments: Arguments) {
    learningRate = arguments.real("lr") ?? 0.01
    initialSum = arguments.real("initial_accumulator") ?? 0
    op = AdagradUpdate(
      epsilon: arguments.real("epsilon") ?? 1e-10, rateDecay: arguments.real("lr_decay") ?? 0)
  }

  public func addUpdate(_ builder: inout UpdateBuilder) throws(ShapeError) {
    try builder.update(builder.slot("sum", startingAt: initialSum), by: op)
  }
}
