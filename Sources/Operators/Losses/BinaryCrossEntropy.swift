public import IR

/// `loss binary_cross_entropy`: minus the logarithm of each output's probability of its target, the
/// mean over the outputs.
public enum BinaryCrossEntropy: Loss {
  public static let name = "binary_cross_entropy"
  public static let summary = "minus the logarithm of each target's probability"
  public static let heads = [Head.sigmoid]

  public static func expand(
    scores: ValueID, head: Head, labels: ValueID, _ builder: inout LayerBuilder
  ) throws(ShapeError) -> ValueID {
    let targets = try builder.targets(for: scores, labels: labels)
    return try builder.add(SigmoidCrossEntropy(), scores, targets)
  }
}
