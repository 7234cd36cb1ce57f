public import IR

/// A loss, as the `loss` statement names it: what each row's scores and label cost.
public protocol Loss: Sendable {
  /// The name.
  static var name: String { get }
  /// One line on what it measures.
  static var summary: String { get }
  /// The heads whose scores it understands.
  static var heads: [Head] { get }
  /// Adds the nodes that compute each row's loss.
  static func expand(
    scores: ValueID, head: Head, labels: ValueID, _ builder: inout LayerBuilder
  ) throws(ShapeError) -> ValueID
}

extension LayerBuilder {
  /// Targets for a matrix of scores, made of its labels.
  mutating func targets(for scores: ValueID, labels: ValueID) throws(ShapeError) -> ValueID {
    try add(OneHot(element, columns: shape(of: scores)[1]), labels)
  }
}
