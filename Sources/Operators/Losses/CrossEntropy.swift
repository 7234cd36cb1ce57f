public import IR

/// `loss cross_entropy smoothing=0.1 class_weights=[1, 2]`: minus the logarithm of the label's softmax
/// probability; see `SoftmaxCrossEntropy` and `ClassWeights`. With both, a row's weight is that of its
/// label for all of its smoothed target, where PyTorch weighs every class's share of it.
public struct CrossEntropy: Loss {
  public static let signature = Signature(
    "cross_entropy", "minus the logarithm of the label's probability",
    [
      Parameter(
        "smoothing", .real(.atLeast(0, below: 1)),
        "how much of a target is spread over all classes in training, 0 by default"),
      ClassWeights.parameter,
    ])
  public static let heads = [Head.softmax]
  private let smoothing: Double
  public let classWeights: ClassWeights?

  public init(_ arguments: Arguments) {
    smoothing = arguments.real("smoothing") ?? 0
    classWeights = ClassWeights(arguments)
  }

  public func expand(
    scores: ValueID, head: Head, labels: ValueID, _ builder: inout LayerBuilder
  ) throws(ShapeError) -> ValueID {
    let op = SoftmaxCrossEntropy(smoothing: builder.mode == .training ? smoothing : 0)
    let losses = try builder.add(op, scores, labels)
    return try builder.weighted(losses, by: classWeights, scores: scores, labels: labels)
  }
}
