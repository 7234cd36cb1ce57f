public import IR

/// A transformation of graphs, one file each, named as a verb phrase.
public protocol Pass: Sendable {
  /// The kebab-case name, for the command line and for the folder of golden cases.
  var name: String { get }
  /// Whether the pass is run again until it finds nothing to change. Then whatever it changes must
  /// lower the graph's `size`; a pass that may raise it runs once.
  var isRepeated: Bool { get }
  /// Builds the transformed graph.
  ///
  /// - Returns: nil where there is nothing to change.
  /// - Throws: `ShapeError` where the pass is wrong, never because of the user's input.
  func run(on graph: Graph) throws(ShapeError) -> Rewrite?
}

extension Pass {
  /// Repeated, as optimisations are.
  public var isRepeated: Bool { true }
}

/// What a pass made of a graph.
public struct Rewrite: Sendable {
  /// The new graph.
  public var graph: Graph
  /// Its nodes that are not plain copies, for the verifier.
  public var touched: [NodeID]
  /// By the values of the old graph, the values of the new one that the pass claims to be equal to
  /// them but for rounding; nil where there is none, and nothing at all where it claims none.
  public var standIns: [ValueID?]

  /// Finishes a rewriter.
  public init(_ rewriter: Rewriter) {
    var rewriter = rewriter
    self.init(
      graph: rewriter.finish(), touched: rewriter.touched, standIns: rewriter.standIns)
  }

  /// Wraps a graph; without stand-ins the pass claims nothing but equal outputs and updates.
  public init(graph: Graph, touched: [NodeID], standIns: [ValueID?] = []) {
    self.graph = graph
    self.touched = touched
    self.standIns = standIns
  }
}
