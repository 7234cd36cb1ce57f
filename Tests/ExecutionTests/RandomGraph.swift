import IR
import Kernels
import Operators

/// Makes seeded random graphs over most of the catalog's operators: values with many readers,
/// residual sums, chains that can be computed in place, views, updates that can and cannot be in
/// place, and, where nothing is updated, prologues.
struct RandomGraph {
  /// The graph so far.
  private(set) var graph: Graph
  private var random: RandomStream
  private let element: ElementType
  private let rows: Int
  private let hasProducts: Bool
  private let hasUpdates: Bool
  private let labels: ValueID
  private let learningRate: ValueID
  private let step: ValueID
  private var matrices: [ValueID] = []
  private var stateCount = 0
  private var site = 0
  private var updated: Set<ValueID> = []

  /// A graph of about `size` nodes.
  static func make(
    _ seed: Int, size: Int = 24, hasProducts: Bool = true, element: ElementType = .f32
  ) throws -> Graph {
    var maker = RandomGraph(UInt64(seed), hasProducts, element)
    while maker.graph.nodes.count < size { try maker.grow() }
    maker.finish()
    return maker.graph
  }

  private init(_ seed: UInt64, _ hasProducts: Bool, _ element: ElementType) {
    random = RandomStream(seed: seed, stream: 99)
    graph = Graph(name: "random", seed: seed)
    rows = [1, 3, 8, 33, 64][random.below(5)]
    let columns = [1, 5, 16, 33, 48][random.below(5)]
    self.hasProducts = hasProducts
    self.element = element
    hasUpdates = seed % 3 != 0
    matrices = [graph.addInput("rows", TensorType(element, [rows, columns]))]
    labels = graph.addInput("labels", TensorType(.i32, [rows]))
    learningRate = graph.addInput("lr", TensorType(element, []))
    step = graph.addInput("step", TensorType(.i32, []))
  }

  /// A matrix made so far, rather a late one.
  private mutating func pick() -> ValueID {
    let span = min(matrices.count, random.below(3) == 0 ? matrices.count : 4)
    return matrices[matrices.count - 1 - random.below(span)]
  }

  private mutating func state(_ shape: [Int], positive: Bool = false) -> ValueID {
    stateCount += 1
    return graph.addState(
      "s\(stateCount)", TensorType(element, shape), role: .parameter,
      initializer: positive
        ? .uniform(low: 0.5, high: 1.5) : .normal(mean: 0, deviation: 0.3))
  }

  @discardableResult
  private mutating func add(_ op: any Op, _ operands: ValueID...) throws -> ValueID {
    let results = try graph.add(op, operands)
    if graph.type(of: results[0]).rank == 2 { matrices.append(results[0]) }
    return results[0]
  }

  private mutating func update(_ state: ValueID, _ value: ValueID) {
    guard updated.insert(state).inserted, case .state(let index) = graph[state].definition else {
      return
    }
    graph.addUpdate(index, value)
  }

  private mutating func activation() -> any ActivationOp {
    let all: [any ActivationOp] = [ReLU(), LeakyReLU(), Sigmoid(), Tanh()]
    return all[random.below(all.count)]
  }

  private mutating func grow() throws {
    let x = pick()
    let shape = graph.type(of: x).shape
    switch random.below(hasUpdates ? 17 : 13) {
    case 0 where hasProducts:
      let width = [1, 7, 16, 33, 48][random.below(5)]
      try add(Matmul(), x, state([shape[1], width]))
    case 1 where hasProducts:
      let partner = matrices.last { graph.type(of: $0).shape[0] == shape[0] } ?? x
      try add(Matmul(transposeA: true), x, partner)
    case 2: try add(AddBias(), x, state([shape[1]]))
    case 3: try add(BiasActivation(activation()), x, state([shape[1]]))
    case 4:
      let partner = matrices.first { graph.type(of: $0).shape == shape } ?? x
      try add(Tanh(), add(Add(), x, partner))
    case 5: try add(Scale(factor: -0.5), x)
    case 6:
      site += 1
      try add(Dropout(rate: 0.3, site: site), x, step)
    case 7: try add(Softmax(), x)
    case 8:
      let view = try add(Reshape(shape: [shape[1], shape[0]]), x)
      if random.below(2) == 0 { try add(Sign(), view) }
    case 9:
      let sums = try add(ColumnSum(), x)
      try add(Tanh(), add(ScaleColumns(), x, sums))
    case 10:
      let sums = try add(random.below(2) == 0 ? RowSquareSum() : RowAbsoluteSum(), x)
      try add(Tanh(), add(ScaleRows(), x, sums))
    case 11 where shape[0] == rows:
      let losses = try add(SoftmaxCrossEntropy(), x, labels)
      let mean = try add(Mean(), losses)
      try add(Broadcast(to: graph.type(of: x), factor: 0.1), mean)
      graph.addOutput("loss\(graph.outputs.count)", mean)
    case 12:
      // Depends on states alone: a prologue where nothing is updated.
      let weight = state(shape)
      let scaled = try add(Scale(factor: 2), weight)
      try add(Add(), x, random.below(2) == 0 ? scaled : weight)
    case 13:
      let (gamma, beta) = (state([shape[1]], positive: true), state([shape[1]]))
      let results = try graph.add(Batchnorm(epsilon: 1e-3), [x, gamma, beta])
      matrices.append(results[0])
      let average = state([shape[1]])
      update(average, try add(MovingAverage(momentum: 0.9), average, results[1]))
    case 14:
      let (weight, moment) = (state(shape), state(shape))
      let results = try graph.add(
        MomentumUpdate(momentum: 0.9), [weight, x, moment, learningRate])
      update(weight, results[0])
      update(moment, results[1])
      // A late reader of the old weight keeps the update from being computed in place.
      if random.below(3) == 0 { try add(Add(), x, weight) }
    case 15:
      let (weight, m, v) = (state(shape), state(shape), state(shape, positive: true))
      let results = try graph.add(
        AdamUpdate(beta1: 0.9, beta2: 0.99, epsilon: 1e-6), [weight, x, m, v, learningRate, step])
      update(weight, results[0])
      update(m, results[1])
      update(v, results[2])
    case 16:
      let (first, second) = (state(shape), state(shape))
      update(first, second)
      update(second, random.below(2) == 0 ? first : x)
      if random.below(2) == 0 { graph.addOutput("old\(graph.outputs.count)", first) }
    default: try add(activation(), x)
    }
  }

  private mutating func finish() {
    for index in 0..<4 { graph.addOutput("o\(index)", pick()) }
  }
}
