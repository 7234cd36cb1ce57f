import Execution
import IR
import Kernels

/// The values of a graph's inputs and states, by name.
struct Feed {
  var inputs: [String: [Double]]
  var states: [String: [Double]]

  /// Writes them to where a graph reads them.
  func write(to interpreter: Interpreter) {
    let graph = interpreter.graph
    for input in graph.inputs {
      guard case .input(let name) = graph[input].definition else { continue }
      if let values = inputs[name] { interpreter[input].write(values) }
    }
    for state in graph.states {
      if let values = states[state.name] { interpreter[state.value].write(values) }
    }
  }
}
