public import IR

/// `loss cross_entropy`: minus the logarithm of the label's softmax probability.
public enum CrossEntropy: Loss {
  public static let name = "cross_entropy"
  public static let summary = "minus the logarithm of the label's probability"
  public static let heads = [Head.softmax]

  public static func expand(
    scores: ValueID, head: Head, labels: ValueID, _ builder: inout LayerBuilder
  ) throws(ShapeError) -> ValueID {
    try builder.add(SoftmaxCrossEntropy(), scores, labels)
  }
}
