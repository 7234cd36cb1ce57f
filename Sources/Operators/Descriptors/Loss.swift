public import IR
import Kernels

/// A loss, as the `loss` statement names it: what each row's scores and label cost.
public protocol Loss: Sendable {
  /// The name.
  static var name: String { get }
  /// One line on what it measures.
  static var summary: String { get }
  /// The heads whose scores it understands.
  static var heads: [Head] { get }
  /// Adds the nodes that compute each row's loss.
  ///
  /// - Parameter labels: classes, i32 [rows], or the targets themselves, a matrix as the scores.
  static func expand(
    scores: ValueID, head: Head, labels: ValueID, _ builder: inout LayerBuilder
  ) throws(ShapeError) -> ValueID
}

extension LayerBuilder {
  /// Targets for a matrix of scores: the labels themselves, or made of classes.
  mutating func targets(for scores: ValueID, labels: ValueID) throws(ShapeError) -> ValueID {
    guard graph.type(of: labels).element == .i32 else { return labels }
    return try add(OneHot(element, columns: shape(of: scores)[1]), labels)
  }
}
