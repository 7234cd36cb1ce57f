public import Execution
public import IR

/// A picture of a graph in a language that other programs draw: DOT, Mermaid, or what Netron reads;
/// with the graph as it was before optimisation beside it where that is given.
public struct GraphPicture: Sendable {
  let plan: Plan
  let before: Graph?

  /// Shows the graph of a plan.
  ///
  /// - Parameter before: the same graph before optimisation, to compare with. Nodes that one of the
  ///   two graphs has and the other has not are marked.
  public init(_ plan: Plan, before: Graph? = nil) {
    self.plan = plan
    self.before = before
  }

  /// The graphs to draw: the earlier first.
  var diagrams: [GraphDiagram] {
    guard let before else { return [GraphDiagram(plan.graph, title: plan.graph.name)] }
    return [
      GraphDiagram(
        before, title: "\(before.name), before: \(before.nodes.count) nodes", prefix: "a",
        comparedWith: plan.graph),
      GraphDiagram(
        plan.graph, title: "\(plan.graph.name), optimised: \(plan.graph.nodes.count) nodes",
        prefix: "b", comparedWith: before),
    ]
  }
}
