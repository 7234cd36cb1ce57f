import IR
import Kernels
import Testing

@Suite struct ReadersTests {
  private let type = TensorType(.f32, [2])

  @Test func listsKeepTheOrderOfTheirElements() {
    let lists = Lists(count: 4, [(2, "a"), (0, "b"), (2, "c"), (2, "a")])
    #expect(lists.count == 4)
    #expect((0..<4).map { Array(lists[$0]) } == [["b"], [], ["a", "c", "a"], []])
    let empty = Lists<Int>(count: 3, [])
    #expect(empty.count == 3 && (0..<3).allSatisfy { empty[$0].isEmpty })
    var made = Lists<Int>(capacity: 2)
    made.append(7)
    made.append(8)
    #expect(Array(made.open) == [7, 8])
    made.endList()
    made.endList()
    #expect(made.count == 2 && Array(made[0]) == [7, 8] && made[1].isEmpty && made.open.isEmpty)
  }

  @Test func readersStandOnceForEachOperand() throws {
    var graph = Graph(name: "g", seed: 1)
    let x = graph.addInput("x", type)
    let y = graph.addInput("y", type)
    let a = try graph.add(Join(), [x, x])[0]
    let b = try graph.add(Join(), [a, x])[0]
    graph.addOutput("b", b)
    let readers = graph.readersByValue()
    #expect(Array(readers[x.index]) == [NodeID(0), NodeID(0), NodeID(1)])
    #expect(Array(readers[a.index]) == [NodeID(1)])
    #expect(readers[b.index].isEmpty && readers[y.index].isEmpty)
  }

  @Test func aViewOfAViewShowsTheFirst() throws {
    var graph = Graph(name: "g", seed: 1)
    let x = graph.addInput("x", type)
    let first = try graph.add(Peek(), [x])[0]
    let second = try graph.add(Peek(), [first])[0]
    let sum = try graph.add(Join(), [second, x])[0]
    let third = try graph.add(Peek(), [sum])[0]
    #expect(graph.viewRoots() == [x, x, x, sum, sum])
    #expect(third.index == 4)
  }

  @Test func operationsBeyondTheLargestNumberStopThere() throws {
    var graph = Graph(name: "g", seed: 1)
    try graph.add(Toil(), [])
    #expect(graph.flops == .max - 1)
    try graph.add(Toil(), [])
    #expect(graph.flops == .max)
    try graph.add(Toil(), [])
    #expect(graph.flops == .max)
  }
}
