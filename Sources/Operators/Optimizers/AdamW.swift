public import IR

/// `optimizer adamw lr=0.001 decay=0.01 ...`: Adam with decoupled weight decay; see `AdamUpdate`.
///
/// Weights alone decay, no biases and no parameters of normalisation; PyTorch's and Keras's AdamW let
/// all decay unless told otherwise. `decay` is PyTorch's default; Keras has 0.004.
public struct AdamW: Optimizer {
  public static let signature = Signature(
    "adamw", "Adam with decoupled weight decay", Adam.parameters + [decayParameter(0.01)])
  public static let highRate = Adam.highRate
  public var learningRate: Double { adam.learningRate }
  private let adam: Adam

  public init(_ arguments: Arguments) {
    adam = Adam(arguments, decay: arguments.real("decay") ?? 0.01)
  }

  public func addUpdate(_ builder: inout UpdateBuilder) throws(ShapeError) {
    try adam.addUpdate(&builder)
  }
}
