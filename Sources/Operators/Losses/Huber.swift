public import IR

/// `loss huber delta=1`: half the squared difference of each output and its target up to delta, and a
/// straight line beyond; the mean over the outputs; see `HuberError`. A sigmoid output is compared as
/// a probability.
public struct Huber: Loss {
  public static let signature = Signature(
    "huber", "the difference from the target, squared where it is small",
    [
      Parameter(
        "delta", .real(.above(0)),
        "the difference from which on it is a straight line, 1 by default"
      )
    ])
  public static let heads = [Head.linear, .sigmoid]
  private let delta: Double

  public init(_ arguments: Arguments) { delta = arguments.real("delta") ?? 1 }

  public func expand(
    scores: ValueID, head: Head, labels: ValueID, _ builder: inout LayerBuilder
  ) throws(ShapeError) -> ValueID {
    try builder.compare(scores, head, labels, by: HuberError(delta: delta))
  }
}
