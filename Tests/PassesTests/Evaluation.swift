import Execution
import IR
import Kernels
import Lowering
import Passes
import Source
import Syntax
import Testing

/// A checked model from its text.
func model(_ text: String) throws -> Model {
  let parsed = parse(SourceText(name: "test.nn", text))
  return try check(parsed.program, syntaxErrors: parsed.diagnostics).model
}

/// Seeded inputs, written before each run.
func writeInputs(of graph: Graph, to executor: Executor, step: Int, classes: Int = 2) {
  var random = RandomStream(seed: UInt64(step), stream: 1)
  for input in graph.inputs {
    guard case .input(let name) = graph[input].definition, let matrix = executor[name] else {
      continue
    }
    switch name {
    case "lr": matrix[0] = 0.01
    case "step": matrix[0] = Double(step)
    default:
      for index in 0..<matrix.count {
        matrix[index] =
          matrix.element == .i32 ? Double(index * 7 % classes) : random.normal()
      }
    }
  }
}

/// The outputs of the last of some runs, and the states after it, as numbers.
func results(
  of graph: Graph, steps: Int = 1, workers: Int = 1, classes: Int = 2,
  prepare: (StateStore) -> Void = { _ in }
) throws -> (outputs: [String: [Double]], states: [String: [Double]], losses: [Double]) {
  let states = StateStore([graph])
  prepare(states)
  let plan = Plan(graph, workers: workers)
  try plan.verify()
  let executor = Executor(plan, states: states, team: Team(workers: workers))
  var losses: [Double] = []
  for step in 1...steps {
    writeInputs(of: graph, to: executor, step: step, classes: classes)
    executor.run()
    losses.append(executor["loss"]?[0] ?? 0)
  }
  let outputs = graph.outputs.compactMap { output in
    executor[output.name].map { (output.name, $0.values(as: Double.self)) }
  }
  return (
    Dictionary(uniqueKeysWithValues: outputs),
    Dictionary(
      uniqueKeysWithValues: states.entries.map { ($0.name, $0.matrix.values(as: Double.self)) }),
    losses
  )
}

/// Expects numbers to agree, relative to the largest; bit by bit where the tolerance is 0.
func expectEqual(
  _ found: [Double], _ expected: [Double], tolerance: Double, _ what: String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) {
  guard tolerance > 0 else {
    #expect(
      found.map(\.bitPattern) == expected.map(\.bitPattern), "\(what)",
      sourceLocation: sourceLocation)
    return
  }
  let scale = max(expected.map(abs).max() ?? 0, 1e-300)
  let worst = zip(found, expected).map { abs($0 - $1) }.max() ?? 0
  #expect(
    found.count == expected.count && worst <= tolerance * scale, "\(what): \(worst / scale)",
    sourceLocation: sourceLocation)
}
