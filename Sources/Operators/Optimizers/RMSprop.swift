public import IR

/// `optimizer rmsprop lr=0.001 rho=0.9 epsilon=1e-8 momentum=0 centered=no`: RMSprop; see
/// `RMSpropUpdate`.
///
/// `lr` and `rho` are those of Hinton's lecture and of Keras; PyTorch starts from 0.01 and 0.99.
/// Keras's epsilon is 1e-7 and is under the root.
public struct RMSprop: Optimizer {
  public static let signature = Signature(
    "rmsprop", "gradients divided by the root of their mean square",
    [
      learningRateParameter(0.001),
      Parameter(
        "rho", .real(.atLeast(0, below: 1)), "decay of the mean square, 0.9 by default"),
      epsilonParameter("1e-8"),
      Parameter(
        "momentum", .real(.atLeast(0, below: 1)),
        "how much of the old direction stays, 0 by default"),
      .flag("centered", "whether the mean's square is taken from the mean square, no by default"),
    ])
  public static let highRate: Double? = 0.1
  public let learningRate: Double
  private let op: RMSpropUpdate

  public init(_ arguments: Arguments) {
    learningRate = arguments.real("lr") ?? 0.001
    op = RMSpropUpdate(
      rho: arguments.real("rho") ?? 0.9, epsilon: arguments.real("epsilon") ?? 1e-8,
      momentum: arguments.real("momentum") ?? 0, isCentered: arguments.flag("centered"))
  }

  public func addUpdate(_ builder: inout UpdateBuilder) throws(ShapeError) {
    let square = builder.slot("square")
    switch (op.isCentered, op.momentum > 0) {
    case (false, false): try builder.update(square, by: op)
    case (true, false): try builder.update(square, builder.slot("mean"), by: op)
    case (false, true): try builder.update(square, builder.slot("momentum"), by: op)
    case (true, true):
      try builder.update(square, builder.slot("mean"), builder.slot("momentum"), by: op)
    }
  }
}
