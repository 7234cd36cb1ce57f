public import IR

/// `optimizer sgd lr=0.01 decay=0`: plain gradient descent; see `SGDUpdate`.
///
/// `decay` is decoupled from the gradient (Loshchilov and Hutter, 2019); PyTorch's `weight_decay` of
/// its SGD is `l2 half(...)` here.
public struct SGD: Optimizer {
  public static let signature = Signature(
    "sgd", "gradient descent", [learningRateParameter(0.01), decayParameter(0)])
  public let learningRate: Double
  private let decay: Double

  public init(_ arguments: Arguments) {
    learningRate = arguments.real("lr") ?? 0.01
    decay = arguments.real("decay") ?? 0
  }

  public func addUpdate(_ builder: inout UpdateBuilder) throws(ShapeError) {
    try builder.update(by: SGDUpdate(decay: builder.isWeight ? decay : 0))
  }
}
