public import IR
import Operators

/// `fold-constants`: replaces a node over nothing but `constant` values by the constant that it
/// computes, which every worker can fill by itself.
///
/// The number is what the node's own kernel computes, to the bit. Where no graph's text can hold it,
/// as an infinity, the node stays.
public struct FoldConstants: Pass {
  public let name = "fold-constants"

  /// Makes the pass.
  public init() {}

  public func run(on graph: Graph) throws(ShapeError) -> Rewrite? {
    guard graph.contains(Constant.self) else { return nil }
    var constants: [ValueID: Constant] = [:]
    var folded: Set<ValueID> = []
    for node in graph.nodes {
      if node.kind == Constant.kind, let constant = node.op as? Constant {
        constants[node.results[0]] = constant
        continue
      }
      guard !constants.isEmpty, !node.operands.isEmpty else { continue }
      let operands = node.operands.compactMap { constants[$0] }
      guard operands.count == node.operands.count,
        let constant = graph.value(of: node, on: operands)
      else { continue }
      constants[node.results[0]] = constant
      folded.insert(node.results[0])
    }
    guard !folded.isEmpty else { return nil }

    var rewriter = Rewriter(graph)
    for node in graph.nodes {
      guard folded.contains(node.results[0]), let constant = constants[node.results[0]] else {
        try rewriter.copy(node)
        continue
      }
      let result = try rewriter.add(constant, [], origin: node.origin)[0]
      rewriter.substitute(node.results[0], by: result)
    }
    return Rewrite(rewriter)
  }
}
