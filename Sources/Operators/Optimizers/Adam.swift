public import IR

/// `optimizer adam lr=0.001 beta1=0.9 beta2=0.999 epsilon=1e-8`: Adam; see `AdamUpdate`.
public struct Adam: Optimizer {
  public static let signature = Signature(
    "adam", "Adam, adaptive moments with bias correction",
    [
      learningRateParameter(0.001),
      Parameter("beta1", .real(.atLeast(0, below: 1)), "decay of the first moment, 0.9 by default"),
      Parameter(
        "beta2", .real(.atLeast(0, below: 1)), "decay of the second moment, 0.999 by default"),
      Parameter("epsilon", .real(.above(0)), "added to the denominator, 1e-8 by default"),
    ])
  public let learningRate: Double
  private let op: AdamUpdate

  public init(_ arguments: Arguments) {
    learningRate = arguments.real("lr") ?? 0.001
    op = AdamUpdate(
      beta1: arguments.real("beta1") ?? 0.9, beta2: arguments.real("beta2") ?? 0.999,
      epsilon: arguments.real("epsilon") ?? 1e-8)
  }

  public func addUpdate(_ builder: inout UpdateBuilder) throws(ShapeError) {
    let lr = builder.learningRate()
    let step = builder.step()
    let m = builder.slot("m")
    let v = builder.slot("v")
    try builder.update(
      [builder.parameter, m, v], by: op, builder.parameter, builder.gradient, m, v, lr, step)
  }
}
