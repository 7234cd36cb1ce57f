/// What the values of a graph are called in its text, without the `%`: inputs and states by their
/// names, results of nodes by numbers in the order of the nodes.
public struct ValueNames: Sendable {
  private let graph: Graph
  /// The number of each value that is a result of a node.
  private var numbers: [Int]

  /// Numbers the results of a graph's nodes.
  public init(_ graph: Graph) {
    self.graph = graph
    numbers = Array(repeating: 0, count: graph.values.count)
    var next = 0
    for node in graph.nodes {
      for result in node.results {
        numbers[result.index] = next
        next += 1
      }
    }
  }

  /// The name of a value.
  public subscript(value: ValueID) -> String {
    switch graph[value].definition {
    case .input(let name): name
    case .state(let index): graph.states[index].name
    case .result: String(numbers[value.index])
    }
  }
}
