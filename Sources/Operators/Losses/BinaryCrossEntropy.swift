public import IR

/// `loss binary_cross_entropy class_weights=[1, 2]`: minus the logarithm of each output's probability
/// of its target, the mean over the outputs; see `SigmoidCrossEntropy` and `ClassWeights`.
public struct BinaryCrossEntropy: Loss {
  public static let signature = Signature(
    "binary_cross_entropy", "minus the logarithm of each target's probability",
    [ClassWeights.parameter])
  public static let heads = [Head.sigmoid]
  public let classWeights: ClassWeights?

  public init(_ arguments: Arguments) { classWeights = ClassWeights(arguments) }

  public func expand(
    scores: ValueID, head: Head, labels: ValueID, _ builder: inout LayerBuilder
  ) throws(ShapeError) -> ValueID {
    let targets = try builder.targets(for: scores, labels: labels)
    let losses = try builder.add(SigmoidCrossEntropy(), scores, targets)
    return try builder.weighted(losses, by: classWeights, scores: scores, labels: labels)
  }
}
