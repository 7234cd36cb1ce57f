/// The columns that a network was trained on, by which those of another file are found.
public struct TableSchema: Hashable, Sendable {
  /// The names of the features, in order; their numbers, counting from 1, without a header.
  public var features: [String]
  /// The names, or numbers, of the columns that hold the label.
  public var labels: [String]
  /// Whether these are names, else they are numbers.
  public var hasNames: Bool
  /// What a missing cell takes, a number for each feature; nil where missing cells are errors.
  public var fill: [Float]?

  /// Makes a schema.
  public init(features: [String], labels: [String], hasNames: Bool, fill: [Float]? = nil) {
    self.features = features
    self.labels = labels
    self.hasNames = hasNames
    self.fill = fill
  }
}
