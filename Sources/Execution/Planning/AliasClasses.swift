import IR

/// Which values share memory: views with what they show, and results that are computed in place
/// with the operand they overwrite. The first value in a memory stands for all, as their root.
struct AliasClasses {
  /// For each value, one that is nearer to its root; itself for roots.
  private var parents: [ValueID]
  private let views: [Bool]

  /// The classes that views alone make.
  init(_ graph: Graph) {
    var parents = graph.values.indices.map { ValueID($0) }
    views = graph.nodes.map { node in
      for alias in node.op.aliases where alias.kind == .view {
        parents[node.results[alias.result].index] = parents[node.operands[alias.operand].index]
      }
      return node.results.allSatisfy { parents[$0.index] != $0 }
    }
    self.parents = parents
  }

  /// Whether a node computes nothing, since all its results are views.
  func isView(_ node: NodeID) -> Bool { views[node.index] }

  /// The value that stands for all in a value's memory.
  ///
  /// Two steps at most lead there: a view of a result, and that result's own class.
  func root(_ value: ValueID) -> ValueID {
    var value = value
    while parents[value.index] != value { value = parents[value.index] }
    return value
  }

  /// Puts a root's class into the memory of another root.
  mutating func join(_ value: ValueID, to root: ValueID) { parents[value.index] = root }
}
