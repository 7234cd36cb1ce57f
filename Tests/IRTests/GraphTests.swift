import IR
import Kernels
import Testing

@Suite struct GraphTests {
  @Test func nodesGetTheTypesOfTheShapeRule() throws {
    var graph = Graph(name: "g", seed: 0)
    let x = graph.addInput("x", TensorType(.f32, [2]))
    let results = try graph.add(Split(), [x], origin: Origin(layer: "l", line: 4))
    #expect(results.map(graph.type(of:)) == [TensorType(.f32, [2]), TensorType(.f64, [])])
    #expect(graph.node(defining: results[1]) == NodeID(0))
    #expect(graph.node(defining: x) == nil)
    #expect(graph[results[1]].origin?.description == "@l:4")
    #expect(throws: ShapeError.self) { try graph.add(Join(), results) }
    #expect(throws: ShapeError.self) { try graph.add(Fill(shape: [70000, 70000]), []) }
    #expect(graph.nodes.count == 1)
    #expect(graph.flops == 1)
  }

  @Test func usesAreCounted() throws {
    var graph = Graph(name: "g", seed: 0)
    let x = graph.addInput("x", TensorType(.f32, [2]))
    let w = graph.addState(
      "w", TensorType(.f32, [2]), role: .statistic, initializer: .constant(0))
    let sum = try graph.add(Join(), [x, x])
    graph.addUpdate(0, sum[0])
    graph.addOutput("a", sum[0])
    graph.addOutput("b", w)
    #expect(graph.useCounts() == [2, 1, 2])
    graph.keepOutputs(["b"])
    #expect(graph.outputs.map(\.name) == ["b"])
    #expect(graph.useCounts() == [2, 1, 1])
    #expect(graph.output("a") == nil)
    #expect(graph.input("w") == nil)
  }

  @Test func initializersHaveATextForm() {
    #expect(Initializer.constant(0).description == "constant(0.0)")
    #expect(Initializer.uniform(low: -1, high: 0.5).description == "uniform(-1.0, 0.5)")
    #expect(Initializer.normal(mean: 0, deviation: 1e-5).description == "normal(0.0, 1e-05)")
    #expect(
      Initializer.truncatedNormal(mean: 0, deviation: 1).description
        == "truncated_normal(0.0, 1.0)")
    #expect(Initializer.orthogonal(gain: 2).description == "orthogonal(2.0)")
  }

  @Test func regionsFollowTheBlock() {
    let block = Block(rows: 2..<4, columns: 1..<3)
    let matrix = TensorType(.f32, [8, 6])
    func region(_ access: Work.Access, _ type: TensorType) -> Block {
      access.region(of: type, in: block)
    }
    #expect(region(.element, matrix) == block)
    #expect(region(.row, matrix) == Block(rows: 2..<4, columns: 0..<6))
    #expect(region(.column, matrix) == Block(rows: 0..<8, columns: 1..<3))
    #expect(region(.whole, matrix) == Block(rows: 0..<8, columns: 0..<6))
    let vector = TensorType(.f32, [8])
    #expect(region(.column, vector) == Block(rows: 0..<1, columns: 1..<3))
    #expect(region(.elementPerRow, vector) == Block(rows: 0..<1, columns: 2..<4))
  }
}
