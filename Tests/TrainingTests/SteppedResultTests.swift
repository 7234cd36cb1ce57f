import IR
import Kernels
import Operators
import Testing

@testable import Training

/// How values that jump are compared: by elements, so that one that may be on either side of its
/// boundary hides no other.
@Suite struct SteppedResultTests {
  private let tolerance = 1e-11

  /// A graph over the inputs a, b and d, and the labels, with the output that `build` makes.
  private func graph(
    _ shape: [Int],
    _ build: (inout Graph, _ a: ValueID, _ b: ValueID, _ d: ValueID, _ labels: ValueID)
      throws -> ValueID
  ) throws -> Graph {
    var graph = Graph(name: "g", seed: 1)
    let type = TensorType(.f64, shape)
    let inputs = ["a", "b", "d"].map { graph.addInput($0, type) }
    let labels = graph.addInput("labels", TensorType(.i32, [shape[0]]))
    graph.addOutput("y", try build(&graph, inputs[0], inputs[1], inputs[2], labels))
    try graph.verify()
    return graph
  }

  /// How far the outputs of two graphs are apart, where nothing between inputs and output is claimed.
  private func deviation(
    _ before: Graph, _ after: Graph, _ inputs: [String: [Double]]
  ) throws -> Deviation {
    let claims =
      before.inputs.map { Optimization.Claim(before: $0, after: $0) }
      + [Optimization.Claim(before: before.outputs[0].value, after: after.outputs[0].value)]
    let comparison = RewriteComparison(
      before, after, claims: claims, tolerance: tolerance, team: Team(workers: 1))
    var random = RandomStream(seed: 1, stream: 1)
    let findings = comparison.compare(Feed(inputs: inputs, states: [:]), &random)
    return try #require(findings.first).deviation
  }

  /// The sign of a + b, against the sign of a + b + d. Nothing tells on which side of 0 the first sum
  /// is, 1 - 1; the others are far from it.
  @Test func aSignMayChangeWhereItsOperandIsNothingButRounding() throws {
    let before = try graph([1, 4]) { graph, a, b, _, _ in
      try graph.add(Sign(), graph.add(Add(), [a, b]))[0]
    }
    let after = try graph([1, 4]) { graph, a, b, d, _ in
      let sum = try graph.add(Add(), [a, b])[0]
      return try graph.add(Sign(), graph.add(Add(), [sum, d]))[0]
    }
    func deviation(_ d: [Double], _ first: Double = 1) throws -> Deviation {
      try self.deviation(
        before, after, ["a": [first, 1, 2, 3], "b": [-1, 1, -5, 4], "d": d, "labels": [0]])
    }
    #expect(try deviation([0, 0, 0, 0]).ratio == 0)
    for first in [1, 1 + 1e-14, 1 - 1e-14] {
      for d in [1e-13, -1e-13] where (first - 1 + d).sign != (first - 1).sign || first == 1 {
        let flipped = try deviation([d, 0, 0, 0], first)
        #expect(flipped.difference >= 1 || flipped.difference == 0)
        #expect(!flipped.isExcessive, "\(first) \(d)")
      }
    }
    // The first element may change its sign, and does; the third changes it for no good reason.
    let wrong = try deviation([-1e-13, 0, 9, 0])
    #expect(wrong.isExcessive && wrong.difference == 2)
    #expect(try deviation([0, -3, 0, 0]).isExcessive)
  }

  @Test func aRowMayBeRightOrWrongWhereTwoColumnsAreAsLarge() throws {
    let before = try graph([3, 3]) { graph, a, _, _, labels in
      try graph.add(ArgmaxEquals(), [a, labels])[0]
    }
    let after = try graph([3, 3]) { graph, a, _, d, labels in
      try graph.add(ArgmaxEquals(), graph.add(Add(), [a, d]) + [labels])[0]
    }
    func deviation(_ d: [Double]) throws -> Deviation {
      try self.deviation(
        before, after,
        [
          "a": [1, 1 + 1e-12, -4, 2, 1, 0, -1, 7, 3], "d": d, "b": [Double](repeating: 0, count: 9),
          "labels": [1, 0, 2],
        ])
    }
    #expect(try deviation([0, 0, 0, 0, 0, 0, 0, 0, 0]).ratio == 0)
    let close = try deviation([2e-12, 0, 0, 0, 0, 0, 0, 0, 0])
    #expect(close.difference == 1 && !close.isExcessive)
    // The first row again, and besides the second turns wrong, or the third right.
    for d: [Double] in [[2e-12, 0, 0, 0, 1.5, 0, 0, 0, 0], [2e-12, 0, 0, 0, 0, 0, 0, 0, 4.5]] {
      let wrong = try deviation(d)
      #expect(wrong.isExcessive && wrong.difference == 1)
    }
  }

  @Test func aGradientMayStepOnlyAtTheKink() throws {
    for function in [ReLU(), LeakyReLU(slope: 0.25)] as [any ActivationOp] {
      // dY = b, and Y = f(a), or f(a) + d.
      let before = try graph([1, 4]) { graph, a, b, _, _ in
        let y = try graph.add(function, [a])[0]
        return try graph.add(ActivationGradient(of: function), [b, y])[0]
      }
      let after = try graph([1, 4]) { graph, a, b, d, _ in
        let y = try graph.add(function, [a])[0]
        let wrong = try graph.add(Add(), [y, d])[0]
        return try graph.add(ActivationGradient(of: function), [b, wrong])[0]
      }
      func deviation(_ d: [Double]) throws -> Deviation {
        try self.deviation(
          before, after,
          ["a": [1e-13, 2, -1, 4], "b": [3, 5, 7, 9], "d": d, "labels": [0]])
      }
      let close = try deviation([-2e-13, 0, 0, 0])
      #expect(close.difference > 2 && !close.isExcessive)
      #expect(try deviation([-2e-13, -3, 0, 0]).isExcessive)
      // Where the activation is far below its kink, the gradient must not leak.
      #expect(try deviation([-2e-13, 0, 3, 0]).isExcessive)
    }
  }

  /// Those that are smooth have no step.
  @Test func whatIsSmoothHasNoBoundary() {
    #expect(ActivationGradient(of: Tanh()).decidingOperand == nil)
    #expect(BiasActivationGradient(Sigmoid()).decidingOperand == nil)
    #expect(ActivationGradient(of: ReLU()).decidingOperand == 1)
    #expect(BiasActivationGradient(ReLU()).decidingOperand == 1)
    #expect(
      BatchnormActivationGradient(BatchnormGradient(epsilon: 1e-5), LeakyReLU()).decidingOperand
        == 1)
    #expect(
      DropoutActivationGradient(DropoutGradient(rate: 0.5, site: 1), ReLU()).decidingOperand == 1)
  }
}
