import IR

/// A value's place in a graph, as lines of the graph's text.
public struct Neighborhood: Hashable, Sendable {
  /// What defines the operands of the value's node.
  public let operands: [String]
  /// What defines the value.
  public let definition: String
  /// What reads any result of the node: nodes, updates and outputs; the first few of many.
  public let users: [String]

  private static let userLimit = 6

  init(of value: ValueID, in graph: Graph) {
    let node = graph.node(defining: value).map { graph[$0] }
    let results = node.map { Set($0.results) } ?? [value]
    operands = graph.lines(defining: node?.operands ?? [])
    definition = graph.lines(defining: [value])[0]
    let readers = graph.nodes.filter { $0.operands.contains(where: results.contains) }
    let updates = graph.updates.filter { results.contains($0.value) }
    let outputs = graph.outputs.filter { results.contains($0.value) }
    var users = graph.lines(defining: readers.prefix(Self.userLimit).map { $0.results[0] })
    users += updates.map { "update %\(graph.states[$0.state].name)" }
    users += outputs.map { "output \($0.name)" }
    let left = readers.count + updates.count + outputs.count - Self.userLimit
    self.users = users.prefix(Self.userLimit) + (left > 0 ? ["... and \(left) more"] : [])
  }
}

extension Graph {
  /// The operator that computes a value and the layer it belongs to, such as `relu @dense1:3`.
  func place(of value: ValueID) -> String {
    let origin = self[value].origin.map { " \($0)" } ?? ""
    return switch self[value].definition {
    case .input(let name): "input \(name)"
    case .state(let index): "state \(states[index].name)"
    case .result(let node, _): self[node].op.name + origin
    }
  }
}
