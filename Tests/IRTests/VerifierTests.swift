import IR
import Kernels
import Testing

@Suite struct VerifierTests {
  private let vector = TensorType(.f32, [2])

  /// What the verifier says of a graph; nil when it passes.
  private func flaw(of graph: Graph) -> String? {
    do {
      try graph.verify()
      return nil
    } catch {
      return error.description
    }
  }

  /// A graph with an input `x`, a state `w`, and what `edit` adds.
  private func graph(
    name: String = "g", _ edit: (inout Graph, ValueID, ValueID) throws -> Void
  ) rethrows -> Graph {
    var graph = Graph(name: name, seed: 1)
    let x = graph.addInput("x", vector)
    let w = graph.addState("w", vector, role: .parameter, initializer: .constant(0))
    try edit(&graph, x, w)
    return graph
  }

  /// A graph of one input, value 0, and these nodes; their results follow.
  private func graph(_ results: [Value], _ nodes: [Node]) throws -> Graph {
    let input = try sample().values[0]
    return Graph(
      name: "g", seed: 1, values: [input] + results, nodes: nodes, inputs: [ValueID(0)])
  }

  /// A graph of an input and a node, to take parts from.
  private func sample() throws -> Graph {
    var graph = Graph(name: "g", seed: 1)
    let x = graph.addInput("x", vector)
    try graph.add(Join(), [x, x])
    return graph
  }

  private func result(_ node: Int, type: TensorType? = nil) throws -> Value {
    var value = try sample().values[1]
    value.definition = .result(NodeID(node), 0)
    value.type = type ?? vector
    return value
  }

  private func join(_ operands: [Int], _ results: [Int]) throws -> Node {
    try sample().nodes[0].reading(
      operands.map { ValueID($0) },
      results: ValueRange(ValueID(results.first ?? 0), count: results.count))
  }

  @Test func aSoundGraphPasses() throws {
    let sound = try graph { graph, x, w in
      let sum = try graph.add(Join(), [x, w], origin: Origin(layer: "l", line: 1))
      graph.addUpdate(0, sum[0])
      graph.addOutput("y", sum[0])
    }
    #expect(flaw(of: sound) == nil)
    #expect(flaw(of: try graph([result(0)], [join([0, 0], [1])])) == nil)
  }

  @Test func operandsStandBeforeTheirUsers() throws {
    #expect(
      flaw(of: try graph([result(0)], [join([0, 7], [1])]))
        == "'join' reads a value that is not there")
    #expect(
      flaw(of: try graph([result(0)], [join([0, 1], [1])]))
        == "'join' reads a value before it is computed")
    #expect(
      flaw(of: try graph([result(0), result(1)], [join([0, 2], [1]), join([0, 0], [2])]))
        == "'join' reads a value before it is computed")
  }

  @Test func resultsKnowTheirNode() throws {
    #expect(
      flaw(of: try graph([result(1)], [join([0, 0], [1])]))
        == "a result of 'join' has another definition")
    #expect(
      flaw(of: try graph([result(0)], [join([0, 0], [2])]))
        == "a result of 'join' has another definition")
    #expect(flaw(of: try graph([], [join([0, 0], [])])) == "'join' has no results")
  }

  @Test func typesFollowTheShapeRule() throws {
    #expect(
      flaw(of: try graph([result(0, type: TensorType(.f64, []))], [join([0, 0], [1])]))
        == "'join' gives f32[2], but its results are f64[]")
    #expect(
      flaw(of: try graph([result(0)], [join([0], [1])])) == "'join' needs two operands of one type")
  }

  @Test func onlyTouchedNodesAndTheirUsersAreChecked() throws {
    let wrong = try result(0, type: TensorType(.f64, []))
    let graph = try graph([wrong, result(1)], [join([0, 0], [1]), join([0, 0], [2])])
    try graph.verify(touched: [NodeID(1)])
    #expect(throws: VerificationError.self) { try graph.verify(touched: [NodeID(0)]) }
    // The first node is sound here, but its user no longer fits it.
    let user = try self.graph(
      [result(0), result(1, type: TensorType(.f64, []))], [join([0, 0], [1]), join([0, 1], [2])])
    #expect(throws: VerificationError.self) { try user.verify(touched: [NodeID(0)]) }
  }

  @Test func randomSitesAreUnique() throws {
    let shared = try graph { graph, x, _ in
      try graph.add(Draw(site: 3), [x])
      try graph.add(Draw(site: 3), [x])
    }
    #expect(flaw(of: shared) == "'draw' draws at the random site 3, as a node before it does")
    let apart = try graph { graph, x, _ in
      try graph.add(Draw(site: 3), [x])
      try graph.add(Draw(site: 4), [x])
    }
    #expect(flaw(of: apart) == nil)
  }

  /// Two operators that draw anew at one site draw the same numbers, whatever they make of them.
  @Test func randomSitesAreUniqueAcrossOperators() throws {
    let shared = try graph { graph, x, _ in
      try graph.add(Draw(site: 3), [x])
      try graph.add(Flip(site: 3), [x])
    }
    #expect(flaw(of: shared) == "'flip' draws at the random site 3, as a node before it does")
    let again = try graph { graph, x, _ in
      try graph.add(Draw(site: 3), [x])
      try graph.add(Redraw(site: 3), [x])
      try graph.add(Redraw(site: 3), [x])
      try graph.add(Flip(site: 4), [x])
    }
    #expect(flaw(of: again) == nil)
  }

  @Test func namesAreUnique() {
    let vector = vector
    let states = graph { graph, _, _ in
      _ = graph.addState("w", vector, role: .optimizer, initializer: .constant(0))
    }
    #expect(flaw(of: states) == "two states are named 'w'")
    let inputs = graph { graph, _, _ in _ = graph.addInput("w", vector) }
    #expect(flaw(of: inputs) == "the name 'w' is taken twice")
    let outputs = graph { graph, x, _ in
      graph.addOutput("y", x)
      graph.addOutput("y", x)
    }
    #expect(flaw(of: outputs) == "two outputs are named 'y'")
  }

  @Test(arguments: ["", "0", "_x", "a b", "é", "x%", "-"])
  func namesReadBack(_ name: String) throws {
    let message = "'\(name)' is not a name that a graph's text can hold"
    #expect(flaw(of: graph(name: name) { _, _, _ in }) == message)
    let vector = vector
    #expect(flaw(of: graph { graph, _, _ in _ = graph.addInput(name, vector) }) == message)
    #expect(flaw(of: graph { graph, x, _ in graph.addOutput(name, x) }) == message)
    let state = graph { graph, _, _ in
      _ = graph.addState(name, vector, role: .optimizer, initializer: .constant(0))
    }
    #expect(flaw(of: state) == message)
    let origin = try graph { graph, x, w in
      try graph.add(Join(), [x, w], origin: Origin(layer: name, line: 1))
    }
    #expect(flaw(of: origin) == "'join' has the origin @\(name):1, which does not read back")
  }

  @Test func attributesReadBack() throws {
    for mode in ["true", "a b", ""] {
      let words = try graph { graph, _, _ in
        var fill = Fill(shape: [])
        fill.mode = mode
        try graph.add(fill, [])
      }
      #expect(
        flaw(of: words) == "'fill' has the attribute mode=\(mode), which does not read back")
    }
    let number = try graph { graph, _, _ in
      var fill = Fill(shape: [])
      fill.value = .infinity
      try graph.add(fill, [])
    }
    #expect(flaw(of: number) == "'fill' has the attribute value=inf, which does not read back")
  }

  @Test func statesAreSound() {
    func flaw(
      _ initializer: Initializer = .constant(0), _ penalty: Penalty = .none, line: Int = 1,
      shape: [Int] = [], element: ElementType = .f32
    ) -> String? {
      let type = TensorType(element, shape)
      return self.flaw(
        of: graph { graph, _, _ in
          _ = graph.addState(
            "v", type, role: .parameter, initializer: initializer, penalty: penalty,
            origin: Origin(layer: "l", line: line))
        })
    }
    #expect(flaw() == nil)
    let start = "the initializer of state 'v' "
    #expect(flaw(.constant(.nan)) == start + "is not finite")
    #expect(flaw(.uniform(low: 1, high: 0)) == start + "has its bounds swapped")
    #expect(flaw(.uniform(low: -.infinity, high: 0)) == start + "is not finite")
    #expect(flaw(.normal(mean: 0, deviation: -1)) == start + "has a negative deviation")
    #expect(flaw(.normal(mean: .nan, deviation: 1)) == start + "is not finite")
    #expect(flaw(.truncatedNormal(mean: 0, deviation: -1)) == start + "has a negative deviation")
    #expect(flaw(.orthogonal(gain: .infinity)) == start + "is not finite")
    #expect(flaw(.constant(Double(Int32.min)), element: .i32) == nil)
    for initializer in [
      Initializer.constant(0.5), .constant(0x1p31), .constant(.nan), .uniform(low: 0, high: 0),
      .normal(mean: 0, deviation: 0), .truncatedNormal(mean: 0, deviation: 0),
      .orthogonal(gain: 1),
    ] {
      #expect(flaw(initializer, element: .i32) == start + "does not make 32-bit whole numbers")
    }
    #expect(flaw(.constant(0), Penalty(l1: -1)) == "the penalty of state 'v' is negative")
    #expect(flaw(.constant(0), Penalty(l2: .nan)) == "the penalty of state 'v' is not finite")
    #expect(flaw(line: 0) == "state 'v' has the origin @l:0, which does not read back")
    #expect(flaw(shape: [0]) == "'v' has the shape [0], and every extent must be at least 1")
  }

  @Test func inputsAndStatesKnowTheirValues() throws {
    let value = try result(0)
    let inputs = Graph(name: "g", seed: 1, values: [value], nodes: [], inputs: [ValueID(0)])
    #expect(flaw(of: inputs) == "an input has the definition of another value")
    let missing = Graph(name: "g", seed: 1, values: [], nodes: [], inputs: [ValueID(0)])
    #expect(flaw(of: missing) == "an input has the definition of another value")
    var states = graph { _, _, _ in }.states
    for place in [0, 9] {
      states[0].value = ValueID(place)
      let graph = Graph(name: "g", seed: 1, values: [value], nodes: [], states: states)
      #expect(flaw(of: graph) == "state 'w' has the definition of another value")
    }
  }

  @Test func updatesFit() throws {
    let twice = graph { graph, x, _ in
      graph.addUpdate(0, x)
      graph.addUpdate(0, x)
    }
    #expect(flaw(of: twice) == "state 'w' is updated twice")
    let wrong = try graph { graph, x, _ in
      graph.addUpdate(0, try graph.add(Split(), [x])[1])
    }
    #expect(flaw(of: wrong) == "state 'w' is f32[2], its update f64[]")
    let missing = "an update is of a state or to a value that is not there"
    #expect(flaw(of: graph { graph, x, _ in graph.addUpdate(1, x) }) == missing)
    #expect(flaw(of: graph { graph, _, _ in graph.addUpdate(0, ValueID(5)) }) == missing)
    #expect(
      flaw(of: graph { graph, _, _ in graph.addOutput("y", ValueID(5)) })
        == "output 'y' is a value that is not there")
  }
}
