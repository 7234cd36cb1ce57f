import IR
import Kernels
import Testing

/// Holds the gradient that an operator builds against finite differences of its formula.
///
/// The loss is the sum of each result's elements times fixed numbers, which are then the results'
/// gradients.
struct GradientTrial {
  private let setup: OpCase.Setup
  private let tensors: [Tensor]
  private var graph = Graph(name: "gradient", seed: Bench.seed)
  private let operands: [ValueID]
  private let results: [ValueID]
  /// The inputs that hold the results' gradients, and their elements.
  private let upstream: [(value: ValueID, tensor: Tensor)?]

  init(_ setup: OpCase.Setup, through differentiable: Set<Int>?) throws {
    self.setup = setup
    tensors = setup.operands.enumerated().map { $1.tensor(stream: $0) }
    var graph = self.graph
    operands = setup.operands.enumerated().map { graph.addInput("operand\($0)", $1.type) }
    upstream = setup.results.enumerated().map { index, type in
      guard differentiable?.contains(index) ?? true else { return nil }
      return (
        graph.addInput("upstream\(index)", type),
        Operand(type: type, draw: .signed).tensor(stream: 100 + index)
      )
    }
    results = try graph.add(setup.op, operands)
    self.graph = graph
  }

  func check() throws {
    let differentiable = setup.operands.map { $0.type.element.isFloatingPoint }
    for (index, gradient) in try gradients(wanting: differentiable).enumerated() {
      guard let gradient else { continue }
      #expect(graph.type(of: operands[index]).count == gradient.count)
      let numeric = numericGradient(of: index)
      let scale = 1 + (numeric.map(abs).max() ?? 0)
      let worst = zip(gradient, numeric).map { abs($0 - $1) }.max() ?? 0
      #expect(worst <= 1e-7 * scale, "operand \(index): \(gradient) \(numeric)")
    }
    // What is not asked for may be left out, and nothing else changes.
    for index in setup.operands.indices where differentiable[index] {
      let wanted = setup.operands.indices.map { $0 == index }
      let all = try gradients(wanting: differentiable)[index]
      let alone = try gradients(wanting: wanted)[index]
      #expect(alone == all)
      // An operand that the formula depends on has a gradient; targets have none.
      if all == nil { #expect(setup.operands.count == 2 && index == 1) }
    }
    // Without a gradient of the results there is none of the operands.
    var builder = GradientBuilder(try copied())
    builder.turn(
      to: graph.nodes[0], upstream: results.map { _ in nil }, wanted: differentiable)
    let none = try differentiableOp().gradients(&builder)
    #expect(none.allSatisfy { $0 == nil })
  }

  private func differentiableOp() throws -> any DifferentiableOp {
    try #require(setup.op as? any DifferentiableOp)
  }

  /// A rewriter that has copied the node; its values have the same ids.
  private func copied() throws -> Rewriter {
    var rewriter = Rewriter(graph)
    for node in graph.nodes { try rewriter.copy(node) }
    return rewriter
  }

  /// The elements of each operand's gradient as the operator builds and the kernels compute it.
  private func gradients(wanting wanted: [Bool]) throws -> [[Double]?] {
    var builder = GradientBuilder(try copied())
    builder.turn(to: graph.nodes[0], upstream: upstream.map { $0?.value }, wanted: wanted)
    let gradients = try differentiableOp().gradients(&builder)
    #expect(gradients.count == operands.count)
    let built = builder.rewriter.graph
    try built.verify()
    let matrices = run(built)
    return try zip(operands, gradients).map { operand, gradient in
      guard let gradient else { return nil }
      #expect(built.type(of: gradient) == built.type(of: operand))
      let matrix = try #require(matrices[gradient.index])
      return (0..<matrix.count).map { matrix[$0] }
    }
  }

  /// Computes all nodes one after the other.
  private func run(_ graph: Graph) -> [Matrix?] {
    var matrices = [Matrix?](repeating: nil, count: graph.values.count)
    func place(_ tensor: Tensor, at value: ValueID) {
      let matrix = GuardedMatrix(tensor.type).matrix
      matrix.write(tensor.values)
      matrices[value.index] = matrix
    }
    for (value, tensor) in zip(operands, tensors) { place(tensor, at: value) }
    for case let input? in upstream { place(input.tensor, at: input.value) }
    for node in graph.nodes {
      let types = node.results.map { graph.type(of: $0) }
      let operands = node.operands.compactMap { matrices[$0.index] }
      var results = types.map { GuardedMatrix($0).matrix }
      for alias in node.op.aliases where alias.kind == .view {
        let type = types[alias.result]
        results[alias.result] = operands[alias.operand].viewed(
          rows: type.rows, columns: type.columns)
      }
      let work = node.op.work(node.operands.map { graph.type(of: $0) }, types)
      let call = Call(
        operands: operands, results: results, block: work.domain, seed: Bench.seed)
      StepList(node.op.prepare(call)).run()
      for (result, matrix) in zip(node.results, results) { matrices[result.index] = matrix }
    }
    return matrices
  }

  /// Central differences of the loss by the formula.
  private func numericGradient(of operand: Int) -> [Double] {
    func loss(_ index: Int, _ change: Double) -> Double {
      var tensors = tensors
      tensors[operand].values[index] += change
      return zip(setup.twin(tensors), upstream).reduce(0) { sum, term in
        guard let weights = term.1?.tensor.values else { return sum }
        return sum + zip(term.0, weights).reduce(0) { $0 + $1.0 * $1.1 }
      }
    }
    let step = 1e-5
    return tensors[operand].values.indices.map { index in
      (loss(index, step) - loss(index, -step)) / (2 * step)
    }
  }
}
