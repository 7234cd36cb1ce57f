public import IR

/// `optimizer sgd lr=0.01`: plain gradient descent; see `SGDUpdate`.
public struct SGD: Optimizer {
  public static let signature = Signature(
    "sgd", "gradient descent", [learningRateParameter(0.01)])
  public let learningRate: Double

  public init(_ arguments: Arguments) { learningRate = arguments.real("lr") ?? 0.01 }

  public func addUpdate(_ builder: inout UpdateBuilder) throws(ShapeError) {
    let lr = builder.learningRate()
    try builder.update(
      [builder.parameter], by: SGDUpdate(), builder.parameter, builder.gradient, lr)
  }
}
