public import IR

/// `loss mean_squared`: the squared difference of each output and its target, the mean over the
/// outputs. A sigmoid output is compared as a probability.
public struct MeanSquared: Loss {
  public static let signature = Signature(
    "mean_squared", "the squared difference from the target")
  public static let heads = [Head.linear, .sigmoid]

  public init(_ arguments: Arguments) {}

  public func expand(
    scores: ValueID, head: Head, labels: ValueID, _ builder: inout LayerBuilder
  ) throws(ShapeError) -> ValueID {
    try builder.compare(scores, head, labels, by: SquaredError())
  }
}

extension LayerBuilder {
  /// The error of each row's outputs by an operator, where a sigmoid head gives probabilities.
  mutating func compare(
    _ scores: ValueID, _ head: Head, _ labels: ValueID, by op: any TargetLossOp
  ) throws(ShapeError) -> ValueID {
    let targets = try targets(for: scores, labels: labels)
    let outputs = head == .sigmoid ? try add(Sigmoid(), scores) : scores
    return try add(op, outputs, targets)
  }
}
