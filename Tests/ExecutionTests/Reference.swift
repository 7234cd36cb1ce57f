import IR
import Kernels

/// Runs a graph in the plainest way, as an oracle: every value in memory of its own, nodes in the
/// graph's order, each whole on one worker, updates when all is done.
struct Reference {
  private let graph: Graph
  private let matrices: [Matrix]
  private let team = Team(workers: 1)
  private let list: StepList

  init(_ graph: Graph) {
    self.graph = graph
    let matrices = graph.values.map { value in
      Memory(byteCount: max(value.type.byteCount, 64)).matrix(
        at: 0, value.type.element, rows: value.type.rows, columns: value.type.columns)
    }
    var shown = matrices
    var steps: [Step] = []
    for node in graph.nodes {
      for alias in node.op.aliases where alias.kind == .view {
        let type = graph.type(of: node.results[alias.result])
        shown[node.results[alias.result].index] = shown[node.operands[alias.operand].index]
          .viewed(rows: type.rows, columns: type.columns)
      }
      let work = node.op.work(node.operands.map(graph.type(of:)), node.results.map(graph.type(of:)))
      steps += node.op.prepare(
        Call(
          operands: node.operands.map { shown[$0.index] },
          results: node.results.map { shown[$0.index] }, block: work.domain, seed: graph.seed))
    }
    self.matrices = shown
    list = StepList(steps)
    for state in graph.states {
      state.initializer.fill(
        shown[state.value.index], name: state.name, seed: graph.seed)
    }
  }

  /// The memory of an input.
  subscript(name: String) -> Matrix? { graph.input(name).map { matrices[$0.index] } }

  /// Runs once; the bytes of all outputs, and of all states afterwards.
  func run() -> (outputs: [String: [UInt8]], states: [String: [UInt8]]) {
    team.run([list])
    let outputs = graph.outputs.map { ($0.name, matrices[$0.value.index].bytes()) }
    let updates = graph.updates.map { ($0.state, matrices[$0.value.index].bytes()) }
    for (state, bytes) in updates { matrices[graph.states[state].value.index].write(bytes: bytes) }
    let states = graph.states.map { ($0.name, matrices[$0.value.index].bytes()) }
    return (
      Dictionary(uniqueKeysWithValues: outputs), Dictionary(uniqueKeysWithValues: states)
    )
  }
}
