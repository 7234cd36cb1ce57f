import IR
import Kernels
import Source
import Testing

@Suite struct RoundTripTests {
  static let exampleText = """
    graph training seed=18446744073709551615 {
      input %rows: f32[64,784]
      input %step: i32[]
      state %dense1.weight: f32[784,300] parameter normal(0.0, 0.05050762722761054) l2=0.0001 @dense1:3
      state %dense1.bias: f32[300] statistic constant(0.0)
      state %dense1.m: f32[300] optimizer uniform(-0.5, 1e-05) l1=0.5 @dense1:3

      %0: f32[64,784] = join(%rows, %rows) @dense1:3
      %1: f32[64,784], %2: f64[] = split(%0)
      %3: f32[64,784] = draw(%1) {site=7} @dropout1:5
      %4: f32[300] = fill() {shape=[300], value=1e-05, count=-3, fast=true, mode=odd}

      update %dense1.bias <- %4
      output loss = %2
      output rows = %rows
    }

    """

  static func exampleGraph() throws -> Graph {
    var graph = Graph(name: "training", seed: .max)
    let dense = Origin(layer: "dense1", line: 3)
    let rows = graph.addInput("rows", TensorType(.f32, [64, 784]))
    _ = graph.addInput("step", TensorType(.i32, []))
    _ = graph.addState(
      "dense1.weight", TensorType(.f32, [784, 300]), role: .parameter,
      initializer: .normal(mean: 0, deviation: 0.05050762722761054), penalty: Penalty(l2: 1e-4),
      origin: dense)
    _ = graph.addState(
      "dense1.bias", TensorType(.f32, [300]), role: .statistic, initializer: .constant(0))
    _ = graph.addState(
      "dense1.m", TensorType(.f32, [300]), role: .optimizer,
      initializer: .uniform(low: -0.5, high: 1e-5), penalty: Penalty(l1: 0.5), origin: dense)
    let joined = try graph.add(Join(), [rows, rows], origin: dense)
    let split = try graph.add(Split(), joined)
    try graph.add(Draw(site: 7), [split[0]], origin: Origin(layer: "dropout1", line: 5))
    var fill = Fill(shape: [300])
    (fill.value, fill.count, fill.isFast, fill.mode) = (1e-5, -3, true, "odd")
    let bias = try graph.add(fill, [])
    graph.addUpdate(1, bias[0])
    graph.addOutput("loss", split[1])
    graph.addOutput("rows", rows)
    return graph
  }

  @Test func printsTheExample() throws {
    #expect(try Self.exampleGraph().text == Self.exampleText)
  }

  @Test func readsTheExample() throws {
    let graph = try read(Self.exampleText)
    #expect(graph.seed == .max)
    #expect(graph.states[0].penalty == Penalty(l2: 1e-4))
    #expect(graph.states[2].initializer == .uniform(low: -0.5, high: 1e-5))
    #expect(graph[NodeID(2)].op.randomSite == 7)
    #expect(graph[NodeID(0)].origin == Origin(layer: "dense1", line: 3))
    #expect(graph.output("rows") == graph.input("rows"))
    #expect(graph.text == Self.exampleText)
  }

  @Test func printsSectionsOnlyWhereTheyAre() throws {
    var graph = Graph(name: "g", seed: 0)
    #expect(graph.text == "graph g seed=0 {\n}\n")
    let fill = try graph.add(Fill(shape: []), [])
    #expect(graph.text == "graph g seed=0 {\n  %0: f32[] = fill() {shape=[], mode=plain}\n}\n")
    graph.addOutput("o", fill[0])
    let expected =
      "graph g seed=0 {\n  %0: f32[] = fill() {shape=[], mode=plain}\n\n  output o = %0\n}\n"
    #expect(graph.text == expected)
  }

  @Test func randomGraphsComeBackTheSame() throws {
    var generator = SplitMix64(seed: 1)
    for seed in 0..<1000 {
      let graph = try RandomGraph.make(seed: UInt64(seed))
      try graph.verify()
      let text = graph.text
      let copy = try read(text)
      #expect(copy.text == text)
      #expect(facts(of: copy) == facts(of: graph))
      #expect(try read(disguise(text, &generator)).text == text)
    }
  }

  @Test func sectionsMayStandInAnyOrder() throws {
    let graph = try read(
      """
      # A note.

      graph g seed=007 {  # another
      %5: f32[2] = fill() {shape=[2], mode=plain}\r
      \tinput %a:f32[ 2 ]
      %1: f32[2]=join(%a,%5)@l:1
      state %s: f32[2] parameter constant(1) l1=0 l2=2
      update %s<-%1
      } # the end
      """)
    #expect(
      graph.text == """
        graph g seed=7 {
          input %a: f32[2]
          state %s: f32[2] parameter constant(1.0) l2=2.0

          %0: f32[2] = fill() {shape=[2], mode=plain}
          %1: f32[2] = join(%a, %0) @l:1

          update %s <- %1
        }

        """)
  }

  @Test func aByteOrderMarkIsSkipped() throws {
    #expect(try read("\u{FEFF}" + Self.exampleText).text == Self.exampleText)
  }

  @Test func aHundredThousandNodes() throws {
    var graph = Graph(name: "long", seed: 1)
    var value = graph.addInput("x", TensorType(.f32, [8]))
    for _ in 0..<100_000 { value = try graph.add(Join(), [value, value])[0] }
    graph.addOutput("y", value)
    let text = graph.text
    let copy = try read(text)
    #expect(copy.nodes.count == 100_000)
    #expect(copy.text == text)
  }

  /// What a graph says, beside its text.
  private func facts(of graph: Graph) -> [String] {
    var facts = ["\(graph.seed)", "\(graph.inputs.count)"]
    facts += graph.inputs.map { "\(graph.type(of: $0))" }
    facts += graph.states.map { state in
      "\(state.name) \(state.role) \(state.initializer) \(state.penalty) "
        + "\(graph.type(of: state.value)) \(String(describing: graph[state.value].origin))"
    }
    facts += graph.nodes.map { node in
      "\(type(of: node.op)) \(node.op.attributes) \(String(describing: node.origin)) "
        + "\(node.results.map { graph.type(of: $0) }) \(node.operands.map { graph.type(of: $0) })"
    }
    facts += graph.updates.map { "\($0.state) \(graph.type(of: $0.value))" }
    return facts + graph.outputs.map { "\($0.name) \(graph.type(of: $0.value))" }
  }

  /// The same graph in other spacing, with notes and other numbers.
  private func disguise(_ text: String, _ generator: inout SplitMix64) -> String {
    var result = ""
    for character in text.replacing(/%(\d+)/, with: { "%\((Int($0.1) ?? 0) * 7 + 3)" }) {
      switch character {
      case "\n":
        result += ["\n", "\r\n", " # note\n\n", "\n \t\n"].randomElement(using: &generator) ?? ""
      case " ": result += [" ", "  ", "\t"].randomElement(using: &generator) ?? ""
      case ",": result += [",", " , "].randomElement(using: &generator) ?? ""
      default: result.append(character)
      }
    }
    return result
  }
}

/// Reads a text with the operators of the tests.
func read(_ text: String) throws(InputError) -> Graph {
  try Graph(reading: SourceText(name: "test.ir", text), ops: testOps)
}
