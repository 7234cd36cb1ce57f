public import IR

/// `loss mean_squared`: the squared difference of each output and its target, the mean over the
/// outputs. A sigmoid output is compared as a probability.
public enum MeanSquared: Loss {
  public static let name = "mean_squared"
  public static let summary = "the squared difference from the target"
  public static let heads = [Head.linear, .sigmoid]

  public static func expand(
    scores: ValueID, head: Head, labels: ValueID, _ builder: inout LayerBuilder
  ) throws(ShapeError) -> ValueID {
    let targets = try builder.targets(for: scores, labels: labels)
    let outputs = head == .sigmoid ? try builder.add(Sigmoid(), scores) : scores
    return try builder.add(SquaredError(), outputs, targets)
  }
}
