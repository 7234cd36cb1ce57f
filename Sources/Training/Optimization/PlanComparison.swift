import Execution
import IR
import Kernels

/// Runs the optimised graph as it is used, planned and on a team, and compares its outputs and the
/// states after the run with those of the graph that is not optimised.
///
/// Here rounding does build up from op to op, and some graphs amplify it: Adam divides a gradient by
/// its own size, be it nothing but rounding. So the bound is measured over the whole graph, by a run
/// in which every input, every state and every result is moved by a relative `tolerance`. It is one
/// for a whole tensor, since a jump of one element may reach every element behind the next product:
/// what this hides, the comparison value by value shows.
struct PlanComparison {
  private let before: Graph
  private let executor: Executor
  private let states: StateStore
  private let moved: Interpreter
  private let tolerance: Double

  /// An output or a state, its value in the graph that is not optimised, and how far apart they are.
  struct Finding {
    var name: String
    var value: ValueID
    var deviation: Deviation
  }

  /// The bytes that the comparison takes: the plan's run, the states of both, and one run of the first
  /// graph.
  static func byteCount(_ before: Graph, _ plan: Plan) -> Int {
    plan.memory.whole + Interpreter.byteCount(before)
  }

  /// Prepares the optimised graph's plan, which is proved first.
  init(_ before: Graph, _ plan: Plan, tolerance: Double, team: Team, solo: Team) throws {
    try plan.verify()
    self.before = before
    self.tolerance = tolerance
    states = StateStore([plan.graph, before])
    executor = Executor(plan, states: states, team: team)
    moved = Interpreter(before, team: solo)
  }

  /// Runs both on these inputs and states; `reference` has run on them already.
  func compare(
    _ values: Feed, to reference: Interpreter, _ random: inout RandomStream
  ) -> [Finding] {
    for entry in states.entries {
      if let values = values.states[entry.name] { entry.matrix.write(values) }
    }
    executor.runPrologue()
    for (name, values) in values.inputs { executor.input(name)?.write(values) }
    executor.run()

    values.write(to: moved)
    for value in before.inputs + before.states.map(\.value) {
      moved[value].move(by: tolerance, &random)
    }
    moved.run { node in
      for result in node.results { moved[result].move(by: tolerance, &random) }
    }

    let outputs = before.outputs.map { output in
      finding("output \(output.name)", output.value, executor.output(output.name), reference)
    }
    let updates = Dictionary(
      before.updates.map { ($0.state, $0.value) }, uniquingKeysWith: { first, _ in first })
    return outputs
      + before.states.enumerated().map { index, state in
        finding(
          "state \(state.name)", updates[index] ?? state.value, states[state.name], reference)
      }
  }

  private func finding(
    _ name: String, _ value: ValueID, _ found: Matrix?, _ reference: Interpreter
  ) -> Finding {
    let deviation = found.map {
      Deviation(
        of: $0, from: reference[value], moved: moved[value], tolerance: tolerance)
    }
    return Finding(
      name: name, value: value, deviation: deviation ?? Deviation(difference: .infinity, bound: 0))
  }
}
