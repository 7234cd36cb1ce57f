public import IR
public import Kernels

/// Runs a graph in the plainest way: nodes in the graph's order, each whole on one worker, every
/// value in memory of its own, which keeps it when the run is over. Updates do not take effect.
///
/// A value may have an *anchor*, memory that its readers see in its place: with the values of
/// another run as anchors, a node computes from these, whatever was computed before it.
public struct Interpreter {
  /// The graph that is run.
  public let graph: Graph
  private let team: Team
  private let matrices: [Matrix]
  private let lists: [StepList]

  /// The memory that the values of a graph take, in bytes.
  public static func byteCount(_ graph: Graph) -> Int {
    graph.values.reduce(0) { $0 + Buffer.aligned($1.type.byteCount) }
  }

  /// Prepares a graph, with its states at their first values.
  ///
  /// - Parameters:
  ///   - graph: the graph.
  ///   - team: a team of one worker.
  ///   - anchors: memory that the readers of some values see in their place, of the values' types.
  ///     An anchored input or state is that memory.
  public init(_ graph: Graph, team: Team, anchors: [ValueID: Matrix] = [:]) {
    precondition(team.workers == 1, "a graph is interpreted by one worker")
    let memory = Memory(byteCount: max(Self.byteCount(graph), Buffer.alignment))
    var offset = 0
    let own = graph.values.indices.map { index in
      let value = graph.values[index]
      defer { offset += Buffer.aligned(value.type.byteCount) }
      if case .result = value.definition {
      } else if let anchor = anchors[ValueID(index)] {
        return anchor
      }
      return memory.matrix(
        at: offset, value.type.element, rows: value.type.rows, columns: value.type.columns)
    }
    for state in graph.states where anchors[state.value] == nil {
      state.initializer.fill(own[state.value.index], name: state.name, seed: graph.seed)
    }
    self.graph = graph
    self.team = team
    matrices = own
    lists = graph.nodes.map { node in
      let operands = node.operands.map { anchors[$0] ?? own[$0.index] }
      let results = node.results.map { own[$0.index] }
      var steps: [Step] = []
      for alias in node.op.aliases where alias.kind == .view {
        let result = results[alias.result]
        let view = operands[alias.operand].viewed(rows: result.rows, columns: result.columns)
        steps.append(.copy(view, into: result))
      }
      steps += node.op.prepare(
        Call(
          operands: operands, results: results, block: graph.work(of: node).domain,
          seed: graph.seed))
      return StepList(steps)
    }
  }

  /// A value: what was computed for it, or the memory of an input or a state.
  public subscript(value: ValueID) -> Matrix { matrices[value.index] }

  /// Computes a node alone, on these operands in place of its own.
  public func run(_ node: Node, on operands: [Matrix]) {
    let call = Call(
      operands: operands, results: node.results.map { self[$0] },
      block: graph.work(of: node).domain, seed: graph.seed)
    team.run([StepList(node.op.prepare(call))])
  }

  /// Runs the graph once.
  ///
  /// - Parameter finish: is called after each node, and may change its results.
  public func run(_ finish: (Node) -> Void = { _ in }) {
    for (node, list) in zip(graph.nodes, lists) {
      team.run([list])
      finish(node)
    }
  }
}
