import IR
import RandomGraphs
import Operators
import Passes
import Testing

@testable import Execution

@Suite struct OrderTests {
  /// The order that costs the least memory, of all that are planned.
  private func order(of graph: Graph) -> [NodeID] { MemoryModel(graph).orders().last ?? [] }

  /// What an order has to keep, checked without the planner.
  private func check(_ graph: Graph) {
    for order in MemoryModel(graph).orders() { check(order, of: graph) }
  }

  private func check(_ order: [NodeID], of graph: Graph) {
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
    let order = MemoryModel(graph).speedOrder()
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
    #expect(MemoryModel(graph).speedOrder() == [NodeID(1), NodeID(0)])
    #expect(Plan(graph, workers: 1).copies.isEmpty)
  }

  /// On small graphs no order at all keeps fewer bytes alive, as a search by hand finds it.
  @Test(arguments: 0..<300) func noOrderOfASmallGraphNeedsLess(seed: Int) throws {
    let graph = try RandomGraph.make(seed, size: 3 + seed % 10)
    guard graph.nodes.count <= 12 else { return }
    var search = AllOrders(graph)
    let least = search.lowestCost()
    let plan = Plan(graph, workers: 1)
    #expect(plan.memory.lowerBound + search.copied(by: plan) == least, "\(graph.text)")
    #expect(MemoryModel(graph).cost(of: order(of: graph)) == least)
  }

  @Test(arguments: [2, 5, 6, 7])
  func noOrderOfASmallModelNeedsLess(index: Int) throws {
    let graph = try inference(madeUpModels[index], level: .none)
    guard graph.nodes.count <= 12 else { return }
    var search = AllOrders(graph)
    #expect(Plan(graph, workers: 1).memory.lowerBound == search.lowestCost())
  }

  @Test(arguments: 0..<100) func theChosenOrderNeedsNoMoreThanTheOthers(seed: Int) throws {
    let graph = try RandomGraph.make(seed, size: 60)
    let model = MemoryModel(graph)
    let chosen = model.cost(of: order(of: graph))
    #expect(chosen <= model.cost(of: model.speedOrder()))
    #expect(chosen <= model.cost(of: graph.nodes.indices.map { NodeID($0) }))
    #expect(chosen >= model.floor)
    let plan = Plan(graph, workers: 1)
    #expect(plan.memory.lowerBound + AllOrders(graph).copied(by: plan) == chosen)
  }

  /// A value that two readers share, and one big reader: the big one's operand has to die first.
  @Test func theOrderOfTwoBranchesIsTheOneThatLeavesLess() throws {
    let graph = try graph(
      """
      graph g seed=1 {
        input %x: f32[16,16]
        state %wide: f32[16,256] parameter constant(1.0)
        state %thin: f32[16,16] parameter constant(1.0)

        %0: f32[16,16] = matmul(%x, %thin)
        %1: f32[16] = row_square_sum(%0)
        %2: f32[16,256] = matmul(%x, %wide)
        %3: f32[16] = row_square_sum(%2)
        %4: f32[16] = add(%1, %3)

        output y = %4
      }
      """)
    // The wide product first, then x dies before or with the thin one: 1024 + 16384 bytes.
    #expect(Plan(graph, workers: 1).memory.lowerBound == 1024 + 16384 + 64)
  }
}
