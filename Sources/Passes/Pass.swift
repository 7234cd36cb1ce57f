public import IR

/// A transformation of graphs, one file each, named as a verb phrase.
public protocol Pass: Sendable {
  /// The kebab-case name, for `--print-after` and for the folder of golden cases.
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

  /// Finishes a rewriter.
  init(_ rewriter: Rewriter) {
    var rewriter = rewriter
    graph = rewriter.finish()
    touched = rewriter.touched
  }

  /// Wraps a graph.
  init(graph: Graph, touched: [NodeID]) {
    self.graph = graph
    self.touched = touched
  }
}
