import Foundation
import IR
import Kernels
import Operators
import Testing

/// Ten steps of each optimizer against PyTorch's rule, written down in Double.
@Suite struct OptimizerTests {
  private static let shape = [3, 7]

  @Test func sgd() throws {
    let optimizer = SGD(arguments(["lr": 0.1]))
    try expect(optimizer) { w, g, _, _ in w -= 0.1 * g }
  }

  @Test func momentum() throws {
    let optimizer = Momentum(arguments(["lr": 0.1, "momentum": 0.8]))
    try expect(optimizer) { w, g, state, _ in
      state[0] = 0.8 * state[0] + g
      w -= 0.1 * state[0]
    }
  }

  @Test func adam() throws {
    let optimizer = Adam(arguments(["lr": 0.1, "beta1": 0.8, "beta2": 0.95, "epsilon": 1e-3]))
    try expect(optimizer) { w, g, state, t in
      state[0] = 0.8 * state[0] + 0.2 * g
      state[1] = 0.95 * state[1] + 0.05 * g * g
      let mean = state[0] / (1 - pow(0.8, t))
      let square = state[1] / (1 - pow(0.95, t))
      w -= 0.1 * mean / (sqrt(square) + 1e-3)
    }
  }

  @Test func defaultsAreThoseOfTheField() throws {
    #expect(SGD(Arguments()).learningRate == 0.01)
    #expect(Momentum(Arguments()).learningRate == 0.01)
    #expect(Adam(Arguments()).learningRate == 0.001)
    let adam = try graph(of: Adam(Arguments())).nodes[0].op.attributes
    #expect(adam == ["beta1": .real(0.9), "beta2": .real(0.999), "epsilon": .real(1e-8)])
    let momentum = try graph(of: Momentum(Arguments())).nodes[0].op.attributes
    #expect(momentum == ["momentum": .real(0.9)])
  }

  private func arguments(_ values: [String: Double]) -> Arguments {
    var arguments = Arguments()
    for (name, value) in values { arguments[name] = .real(value) }
    return arguments
  }

  /// A graph that updates one parameter by an input `gradient`.
  private func graph(of optimizer: any Optimizer) throws -> Graph {
    var graph = Graph(name: "training", seed: 1)
    let type = TensorType(.f64, Self.shape)
    let gradient = graph.addInput("gradient", type)
    _ = graph.addState("w", type, role: .parameter, initializer: .constant(0))
    let rewriter = Rewriter(graph)
    var builder = UpdateBuilder(rewriter)
    builder.turn(to: rewriter.graph.states[0], gradient: rewriter(gradient))
    try optimizer.addUpdate(&builder)
    let built = builder.rewriter.graph
    try built.verify()
    return built
  }

  /// Runs ten steps with other gradients each and compares every weight with the rule, which gets a
  /// weight, its gradient, two numbers of its own that start at 0, and the step.
  private func expect(
    _ optimizer: any Optimizer, _ rule: (inout Double, Double, inout [Double], Double) -> Void
  ) throws {
    let graph = try graph(of: optimizer)
    let matrices = graph.values.map { GuardedMatrix($0.type).matrix }
    let first = Operand.signed(.f64, Self.shape).tensor(stream: 0).values
    for state in graph.states {
      matrices[state.value.index].write([Double](repeating: 0, count: first.count))
    }
    matrices[graph.states[0].value.index].write(first)
    if let lr = graph.input("lr") { matrices[lr.index][0] = optimizer.learningRate }
    var weights = first
    var memory = [[Double]](repeating: [0, 0], count: first.count)
    let node = graph.nodes[0]
    let types = (node.operands.map(graph.type(of:)), node.results.map(graph.type(of:)))
    for step in 1...10 {
      let gradient = Operand.signed(.f64, Self.shape).tensor(stream: step).values
      matrices[try #require(graph.input("gradient")).index].write(gradient)
      if let input = graph.input("step") { matrices[input.index][0] = Double(step) }
      let call = Call(
        operands: node.operands.map { matrices[$0.index] },
        results: node.results.map { matrices[$0.index] },
        block: node.op.work(types.0, types.1).domain, seed: 1)
      StepList(node.op.prepare(call)).run()
      for update in graph.updates {
        let state = matrices[graph.states[update.state].value.index]
        state.write(bytes: matrices[update.value.index].bytes())
      }
      for index in weights.indices {
        rule(&weights[index], gradient[index], &memory[index], Double(step))
      }
      let computed = matrices[graph.states[0].value.index].values(as: Double.self)
      #expect(zip(computed, weights).allSatisfy { abs($0 - $1) < 1e-12 }, "step \(step)")
    }
  }
}
