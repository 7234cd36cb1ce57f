public import IR

/// `loss mean_absolute`: the absolute difference of each output and its target, the mean over the
/// outputs. A sigmoid output is compared as a probability.
public struct MeanAbsolute: Loss {
  public static let signature = Signature(
    "mean_absolute", "the absolute difference from the target")
  public static let heads = [Head.linear, .sigmoid]

  public init(_ arguments: Arguments) {}

  public func expand(
    scores: ValueID, head: Head, labels: ValueID, _ builder: inout LayerBuilder
  ) throws(ShapeError) -> ValueID {
    try builder.compare(scores, head, labels, by: AbsoluteError())
  }
}
