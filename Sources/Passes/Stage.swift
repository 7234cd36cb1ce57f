public import IR

/// A moment of a compilation, as an observer is shown it: the graph before or after a stage.
public struct Stage: Sendable {
  /// Where the moment lies.
  public enum Moment: Hashable, Sendable {
    /// The stage is about to run on the graph.
    case before
    /// The stage has run.
    case after(changed: Bool)
  }

  /// A pass's name, or `lower` or `read`, which have no graph before them.
  public let name: String
  /// Where the moment lies.
  public let moment: Moment
  /// The round of a repeated pass, counting from 1; nil for a stage that runs once.
  public let round: Int?
  /// The graph at this moment.
  public let graph: Graph
  /// What a pass made, after one that changed the graph.
  public let rewrite: Rewrite?

  /// Makes a moment.
  public init(
    _ name: String, _ moment: Moment, round: Int? = nil, _ graph: Graph, rewrite: Rewrite? = nil
  ) {
    self.name = name
    self.moment = moment
    self.round = round
    self.graph = graph
    self.rewrite = rewrite
  }
}
