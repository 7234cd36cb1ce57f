import IR
import Kernels
import Operators

/// Makes seeded random graphs full of what the clean-up passes look for: constants, neutral
/// operations, chains of scales, views and transposes, equal nodes, and nodes that nothing reads.
/// There are no products, so that results must agree to the bit.
struct RandomAlgebra {
  private(set) var graph: Graph
  private var random: RandomStream
  private let element: ElementType
  private let step: ValueID
  private var values: [ValueID]
  private var site = 0

  /// A graph of `size` nodes.
  static func make(_ seed: Int, size: Int, element: ElementType) throws -> Graph {
    var maker = RandomAlgebra(UInt64(seed), element)
    while maker.graph.nodes.count < size { try maker.grow() }
    for index in 0..<4 { maker.graph.addOutput("o\(index)", maker.pick()) }
    return maker.graph
  }

  private init(_ seed: UInt64, _ element: ElementType) {
    self.element = element
    random = RandomStream(seed: seed, stream: 17)
    graph = Graph(name: "algebra", seed: seed)
    let shape = [[4, 3], [1, 6], [5, 1], [12, 9]][random.below(4)]
    values = [graph.addInput("rows", TensorType(element, shape))]
    step = graph.addInput("step", TensorType(.i32, []))
  }

  /// A value made so far, rather a late one.
  private mutating func pick() -> ValueID {
    let span = random.below(3) == 0 ? values.count : min(values.count, 4)
    return values[values.count - 1 - random.below(span)]
  }

  private mutating func grow() throws {
    let x = pick()
    let type = graph.type(of: x)
    let numbers = [1, 2, 0.5, -1, 0.25, -4, 0.3, 3, 0, -0.0]
    let number = numbers[random.below(numbers.count)]
    switch random.below(12) {
    case 0: try add(Constant(type, value: number))
    case 1, 2: try add(Scale(factor: number), x)
    case 3, 4:
      let partner = values.last { graph.type(of: $0) == type && $0 != x } ?? x
      try random.below(2) == 0 ? add(Add(), x, partner) : add(Add(), partner, x)
    case 5: try add(ReLU(), x)
    case 6: try add(random.below(2) == 0 ? Sign() : Tanh(), x)
    case 7: try add(Reshape(shape: type.rank == 2 ? [type.count] : [1, type.count]), x)
    case 8 where type.rank == 2: try add(Transpose(), x)
    case 9 where !type.shape.isEmpty:
      let mean = try graph.add(random.below(2) == 0 ? Mean() : Sum(), [x])[0]
      try add(Broadcast(to: type, factor: 0.125), mean)
    case 10:
      site += 1
      try add(Dropout(rate: random.below(2) == 0 ? 0 : 0.5, site: site), x, step)
    default:
      // The same node again, with swapped operands.
      guard !graph.nodes.isEmpty else { return }
      let node = graph.nodes[random.below(graph.nodes.count)]
      guard node.op.randomSite == nil else { return }
      let operands = node.op.isCommutative ? node.operands.reversed() : node.operands
      values.append(try graph.add(node.op, operands)[0])
    }
  }

  private mutating func add(_ op: any Op, _ operands: ValueID...) throws {
    values.append(try graph.add(op, operands)[0])
  }
}
