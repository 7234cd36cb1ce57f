import IR
import Kernels
import Testing

@Suite struct RewriterTests {
  private let vector = TensorType(.f32, [2])

  /// `x`, `w`, two nodes one behind the other, an update and an output.
  private func source() throws -> Graph {
    var graph = Graph(name: "g", seed: 5)
    let x = graph.addInput("x", vector)
    let w = graph.addState(
      "w", vector, role: .parameter, initializer: .constant(1), penalty: Penalty(l2: 0.5),
      origin: Origin(layer: "l", line: 1))
    let first = try graph.add(Join(), [x, w], origin: Origin(layer: "l", line: 1))
    let second = try graph.add(Join(), [first[0], w], origin: Origin(layer: "m", line: 2))
    graph.addUpdate(0, second[0])
    graph.addOutput("y", second[0])
    return graph
  }

  @Test func copyingGivesTheSameGraph() throws {
    let source = try source()
    var rewriter = Rewriter(source)
    for node in source.nodes { try rewriter.copy(node) }
    #expect(rewriter.finish().text == source.text)
    #expect(rewriter.touched.isEmpty)
  }

  @Test func usersSeeTheSubstitute() throws {
    let source = try source()
    var rewriter = Rewriter(source)
    let first = source.nodes[0]
    let drawn = try rewriter.add(
      Draw(site: 0), [rewriter(first.operands[0])], origin: first.origin)
    #expect(!rewriter.has(first.results[0]))
    rewriter.substitute(first.results[0], by: drawn[0])
    #expect(rewriter.has(first.results[0]))
    try rewriter.copy(source.nodes[1])
    let graph = rewriter.finish()
    try graph.verify()
    #expect(rewriter.touched == [NodeID(0)])
    #expect(
      graph.text == """
        graph g seed=5 {
          input %x: f32[2]
          state %w: f32[2] parameter constant(1.0) l2=0.5 @l:1

          %0: f32[2] = draw(%x) {site=0} @l:1
          %1: f32[2] = join(%0, %w) @m:2

          update %w <- %1
          output y = %1
        }

        """)
  }

  @Test func inputsCanBeLeftOut() throws {
    var source = Graph(name: "g", seed: 0)
    let x = source.addInput("x", vector)
    let y = source.addInput("y", vector)
    let rewriter = Rewriter(source) { $0 != x }
    #expect(!rewriter.has(x))
    #expect(rewriter.has(y))
    #expect(rewriter.graph.inputs.count == 1)
    #expect(rewriter.graph.input("y") == rewriter(y))
  }

  @Test func whatAPassAddsStandsBeforeTheSources() throws {
    let source = try source()
    var rewriter = Rewriter(source)
    for node in source.nodes { try rewriter.copy(node) }
    let m = rewriter.addState(
      "m", vector, role: .optimizer, initializer: .constant(0), origin: nil)
    rewriter.addUpdate(of: m, to: m)
    rewriter.addOutput("y", m)
    let graph = rewriter.finish()
    try graph.verify()
    #expect(graph.updates.map(\.state) == [1, 0])
    #expect(graph.outputs.map(\.name) == ["y"])
    #expect(graph.output("y") == m)
  }

  @Test func operandsThatDoNotFitAreRefused() throws {
    let source = try source()
    var rewriter = Rewriter(source)
    let x = rewriter(source.inputs[0])
    #expect(throws: ShapeError.self) { try rewriter.add(Join(), [x], origin: nil) }
  }
}
