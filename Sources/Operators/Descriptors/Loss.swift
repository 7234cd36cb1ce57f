public import IR
import Kernels

/// A loss, as the `loss` statement names it: what each row's scores and label cost.
public protocol Loss: Described {
  /// The heads whose scores it understands.
  static var heads: [Head] { get }
  /// How much the rows of each class count in training; nil where all count alike.
  var classWeights: ClassWeights? { get }
  /// Adds the nodes that compute each row's loss. What makes training another than the plain loss,
  /// such as weights of classes, acts in training alone.
  ///
  /// - Parameter labels: classes, i32 [rows], or the targets themselves, a matrix as the scores.
  func expand(
    scores: ValueID, head: Head, labels: ValueID, _ builder: inout LayerBuilder
  ) throws(ShapeError) -> ValueID
}

extension Loss {
  public var classWeights: ClassWeights? { nil }
}

extension LayerBuilder {
  /// Targets for a matrix of scores: the labels themselves, or made of classes.
  mutating func targets(for scores: ValueID, labels: ValueID) throws(ShapeError) -> ValueID {
    guard graph.type(of: labels).element == .i32 else { return labels }
    return try add(OneHot(element, columns: shape(of: scores)[1]), labels)
  }
}
