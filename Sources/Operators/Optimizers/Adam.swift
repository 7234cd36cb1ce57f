public import IR

/// `optimizer adam lr=0.001 beta1=0.9 beta2=0.999 epsilon=1e-8 amsgrad=no`: Adam; see `AdamUpdate`.
///
/// The defaults are the paper's and PyTorch's; Keras's epsilon is 1e-7.
public struct Adam: Optimizer {
  public static let signature = Signature(
    "adam", "Adam, adaptive moments with bias correction", parameters)
  /// What Adam takes.
  static let parameters = [
    learningRateParameter(0.001),
    Parameter("beta1", .real(.atLeast(0, below: 1)), "decay of the first moment, 0.9 by default"),
    Parameter(
      "beta2", .real(.atLeast(0, below: 1)), "decay of the second moment, 0.999 by default"),
    epsilonParameter("1e-8"),
    .flag("amsgrad", "whether the largest second moment so far counts, no by default"),
  ]
  public static let highRate: Double? = 0.1
  public let learningRate: Double
  private let op: AdamUpdate

  public init(_ arguments: Arguments) { self.init(arguments, decay: 0) }

  /// Adam with decoupled weight decay.
  init(_ arguments: Arguments, decay: Double) {
    learningRate = arguments.real("lr") ?? 0.001
    op = AdamUpdate(
      beta1: arguments.real("beta1") ?? 0.9, beta2: arguments.real("beta2") ?? 0.999,
      epsilon: arguments.real("epsilon") ?? 1e-8, isAMSGrad: arguments.flag("amsgrad"),
      decay: decay)
  }

  public func addUpdate(_ builder: inout UpdateBuilder) throws(ShapeError) {
    var op = op
    if !builder.isWeight { op.decay = 0 }
    let (m, v) = (builder.slot("m"), builder.slot("v"))
    if op.isAMSGrad {
      try builder.update(m, v, builder.slot("v_max"), by: op)
    } else {
      try builder.update(m, v, by: op)
    }
  }
}
