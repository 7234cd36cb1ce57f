import IR
import RandomGraphs
import Operators
import Testing

@testable import Execution

@Suite struct OrderTests {
  /// What an order has to keep, checked without the planner.
  private func check(_ graph: Graph) {
    let order = order(of: graph)
    #expect(order.sorted() == graph.nodes.indices.map { NodeID($0) })
    var positions: [NodeID: Int] = [:]
    for (position, id) in order.enumerated() { positions[id] = position }
    for (index, node) in graph.nodes.enumerated() {
      for definer in node.operands.compactMap(graph.node(defining:)) {
        #expect(positions[definer, default: .max] < positions[NodeID(index), default: -1])
      }
    }
  }

  @Test(arguments: 0..<100) func randomGraphs(seed: Int) throws {
    check(try RandomGraph.make(seed, size: 30))
  }

  @Test(arguments: madeUpModels) func updatesRunBehindTheReadersOfTheirState(text: String) throws {
    let graph = try trainingStep(text)
    check(graph)
    let order = order(of: graph)
    for update in graph.updates {
      guard let id = graph.node(defining: update.value), let place = order.firstIndex(of: id) else {
        continue
      }
      let state = graph.states[update.state].value
      for later in order[(place + 1)...] { #expect(!graph[later].operands.contains(state)) }
    }
    #expect(Plan(graph, workers: 2).copies.isEmpty)
  }

  @Test func updatesRunAsSoonAsTheyCan() throws {
    let graph = try trainingStep("input 8; dense 9 relu; dense 7 relu; softmax 3; optimizer sgd")
    let order = order(of: graph)
    let updates = order.indices.filter { graph[order[$0]].op is SGDUpdate }
    let gradients = order.indices.filter { graph[order[$0]].op is ColumnSum }
    // A bias is read in the forward pass alone, so its update follows its gradient at once.
    for place in gradients { #expect(updates.contains(place + 1)) }
    #expect(updates.count == 6)
  }

  @Test func anUpdateThatWaitsForNothingRunsFirst() throws {
    let graph = try graph(
      """
      graph g seed=1 {
        input %lr: f32[]
        input %x: f32[4]
        state %a: f32[4] parameter constant(1.0)
        state %b: f32[4] parameter constant(2.0)

        %0: f32[4] = sgd_update(%a, %x, %lr)
        %1: f32[4] = sgd_update(%b, %a, %lr)

        update %a <- %0
        update %b <- %1
      }
      """)
    #expect(order(of: graph) == [NodeID(1), NodeID(0)])
    #expect(Plan(graph, workers: 1).copies.isEmpty)
  }
}
