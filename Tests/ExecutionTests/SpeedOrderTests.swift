import IR
import Kernels
import Operators
import RandomGraphs
import Testing

@testable import Execution

@Suite struct SpeedOrderTests {
  /// A value that many branches read and whose gradients read it again.
  static func fan(branches: Int) throws -> Graph {
    var graph = Graph(name: "fan", seed: 1)
    let type = TensorType(.f32, [4, 4])
    let x = graph.addInput("x", TensorType(.f32, [8, 4]))
    let rate = graph.addInput("lr", TensorType(.f32, []))
    for index in 0..<branches {
      let weight = graph.addState(
        "w\(index)", type, role: .parameter, initializer: .constant(0.5))
      let product = try graph.add(Matmul(), [x, weight])[0]
      let bent = try graph.add(Tanh(), [product])[0]
      let gradient = try graph.add(Matmul(transposeA: true), [x, bent])[0]
      graph.addUpdate(index, try graph.add(SGDUpdate(), [weight, gradient, rate])[0])
    }
    return graph
  }

  @Test func weightGradientsWaitForAllOtherReaders() throws {
    let graph = try Self.fan(branches: 300)
    let order = MemoryModel(graph).speedOrder()
    let products = order.indices.filter { (graph[order[$0]].op as? Matmul)?.transposeA == false }
    let gradients = order.indices.filter { (graph[order[$0]].op as? Matmul)?.transposeA == true }
    let last = try #require(products.last)
    #expect(products.count == 300 && gradients.count == 300)
    #expect(gradients.allSatisfy { $0 > last })
    #expect(gradients.allSatisfy { graph[order[$0 + 1]].op is SGDUpdate })
  }

  @Test(arguments: 0..<40) func ordersStayWhatTheyWere(seed: Int) throws {
    let graph =
      seed < madeUpModels.count
      ? try trainingStep(madeUpModels[seed]) : try RandomGraph.make(seed, size: 50)
    #expect(MemoryModel(graph).speedOrder() == PlainSpeedOrder(graph).order, "\(graph.text)")
  }
}

/// The order made for speed in the plainest way: every waiting node has the set of those that it waits
/// for, and is looked at whenever one has run.
private struct PlainSpeedOrder {
  private(set) var order: [NodeID] = []
  private enum Role { case main, side, update, figure }

  init(_ graph: Graph) {
    let roles = Self.roles(graph)
    func readers(_ value: ValueID) -> [Int] {
      graph.nodes.indices.filter { graph.nodes[$0].operands.contains(value) }
    }
    var waits: [Int: Set<Int>] = [:]
    for (index, node) in graph.nodes.enumerated() {
      guard roles[index] == .side || roles[index] == .update else { continue }
      var others = Set(node.operands.compactMap { graph.node(defining: $0)?.index })
      if roles[index] == .side {
        for operand in node.operands {
          others.formUnion(readers(operand).filter { roles[$0] == .main })
        }
      } else {
        for update in graph.updates where node.results.contains(update.value) {
          // Of several states that one value is for, the last counts.
          let last = graph.updates.last { $0.value == update.value } ?? update
          let state = graph.states[last.state].value
          others.formUnion(readers(state).filter { roles[$0] != .figure })
        }
      }
      waits[index] = others.subtracting([index])
    }
    var done: Set<Int> = []
    var stack: [Int] = []
    func emit(_ first: Int) {
      stack = [first]
      while let node = stack.popLast() {
        order.append(NodeID(node))
        done.insert(node)
        let released = waits.keys.filter {
          !done.contains($0) && waits[$0, default: []].contains(node)
            && waits[$0, default: []].isSubset(of: done)
        }
        stack += released.sorted(by: >)
      }
    }
    for node in waits.keys.sorted() where waits[node, default: []].isEmpty { emit(node) }
    for node in graph.nodes.indices where roles[node] == .main { emit(node) }
    order += waits.keys.sorted().filter { !done.contains($0) }.map { NodeID($0) }
    order += graph.nodes.indices.filter { roles[$0] == .figure }.map { NodeID($0) }
  }

  private static func roles(_ graph: Graph) -> [Role] {
    var roles = Array(repeating: Role.main, count: graph.nodes.count)
    let updated = Set(graph.updates.map(\.value))
    let shown = Set(graph.outputs.map(\.value))
    for (index, node) in graph.nodes.enumerated().reversed() {
      let users = graph.nodes.indices.filter { user in
        graph.nodes[user].operands.contains { node.results.contains($0) }
      }
      let isShown = node.results.contains(where: shown.contains)
      let types = Set(node.results.map(graph.type(of:)))
      if !isShown, users.isEmpty, node.results.allSatisfy(updated.contains) {
        roles[index] = .update
      } else if !isShown, !users.isEmpty, types.count == 1,
        users.allSatisfy({ roles[$0] == .side || roles[$0] == .update }),
        users.allSatisfy({ Set(graph.nodes[$0].results.map(graph.type(of:))) == types })
      {
        roles[index] = .side
      } else if isShown || !users.isEmpty, users.allSatisfy({ roles[$0] == .figure }),
        node.results.allSatisfy({ graph.type(of: $0).rank == 0 && !updated.contains($0) })
      {
        roles[index] = .figure
      }
    }
    return roles
  }
}
