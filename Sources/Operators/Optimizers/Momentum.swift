public import IR

/// `optimizer momentum lr=0.01 momentum=0.9`: gradient descent with momentum; see `MomentumUpdate`.
public struct Momentum: Optimizer {
  public static let signature = Signature(
    "momentum", "gradient descent with momentum",
    [
      learningRateParameter(0.01),
      Parameter(
        "momentum", .real(.atLeast(0, below: 1)),
        "how much of the old direction stays, 0.9 by default"
      ),
    ])
  public let learningRate: Double
  private let momentum: Double

  public init(_ arguments: Arguments) {
    learningRate = arguments.real("lr") ?? 0.01
    momentum = arguments.real("momentum") ?? 0.9
  }

  public func addUpdate(_ builder: inout UpdateBuilder) throws(ShapeError) {
    let lr = builder.learningRate()
    let m = builder.slot("momentum")
    try builder.update(
      [builder.parameter, m], by: MomentumUpdate(momentum: momentum), builder.parameter,
      builder.gradient, m, lr)
  }
}
