public import IR

/// `optimizer momentum lr=0.01 momentum=0.9 decay=0`: gradient descent with momentum; see
/// `MomentumUpdate`, and `SGD` for `decay`.
public struct Momentum: Optimizer {
  public static let signature = Signature(
    "momentum", "gradient descent with momentum", parameters)
  /// What both kinds of momentum take.
  static let parameters = [
    learningRateParameter(0.01),
    Parameter(
      "momentum", .real(.atLeast(0, below: 1)),
      "how much of the old direction stays, 0.9 by default"),
    decayParameter(0),
  ]
  public let learningRate: Double
  private let momentum: Double
  private let decay: Double

  public init(_ arguments: Arguments) {
    learningRate = arguments.real("lr") ?? 0.01
    momentum = arguments.real("momentum") ?? 0.9
    decay = arguments.real("decay") ?? 0
  }

  public func addUpdate(_ builder: inout UpdateBuilder) throws(ShapeError) {
    try addUpdate(&builder, isNesterov: false)
  }

  /// Adds the update of either kind.
  func addUpdate(_ builder: inout UpdateBuilder, isNesterov: Bool) throws(ShapeError) {
    let op = MomentumUpdate(
      momentum: momentum, isNesterov: isNesterov, decay: builder.isWeight ? decay : 0)
    try builder.update(builder.slot("momentum"), by: op)
  }
}
