public import IR
public import Kernels
import Operators

/// Makes seeded random graphs over every operator of the catalog: odd and prime shapes and shapes of
/// one, values with many readers, residual sums, chains that can be computed in place, views, equal
/// nodes, what the fusions look for, updates that can and cannot be in place, and, where nothing is
/// updated, prologues.
///
/// Labels are 0 or 1 in any graph: no operator with labels has fewer than two columns.
public struct RandomGraph {
  /// The graph so far.
  private(set) var graph: Graph
  var random: RandomStream
  let element: ElementType
  let rows: Int
  let hasProducts: Bool
  let hasUpdates: Bool
  let labels: ValueID
  let learningRate: ValueID
  let step: ValueID
  private var matrices: [ValueID] = []
  private var stateCount = 0
  private var lastSite = 0
  private var updated: Set<ValueID> = []

  /// A graph of about `size` nodes.
  ///
  /// - Parameters:
  ///   - seed: what everything random is drawn from.
  ///   - size: the least number of nodes.
  ///   - hasProducts: whether there are matrix products, whose bits may depend on the workers.
  ///   - element: the type of all elements but labels.
  ///   - hasUpdates: whether states are updated; nil for two graphs out of three.
  public static func make(
    _ seed: Int, size: Int = 24, hasProducts: Bool = true, element: ElementType = .f32,
    hasUpdates: Bool? = nil
  ) throws -> Graph {
    var maker = RandomGraph(UInt64(seed), hasProducts, hasUpdates ?? (seed % 3 != 0), element)
    while maker.graph.nodes.count < size { try maker.grow() }
    for index in 0..<4 { maker.addOutput("o\(index)", maker.pick()) }
    return maker.graph
  }

  init(_ seed: UInt64, _ hasProducts: Bool, _ hasUpdates: Bool, _ element: ElementType) {
    random = RandomStream(seed: seed, stream: 99)
    graph = Graph(name: "random", seed: seed)
    rows = [1, 2, 3, 8, 13, 33, 64][random.below(7)]
    self.hasProducts = hasProducts
    self.hasUpdates = hasUpdates
    self.element = element
    let columns = [1, 2, 5, 16, 31, 48][random.below(6)]
    matrices = [graph.addInput("rows", TensorType(element, [rows, columns]))]
    labels = graph.addInput("labels", TensorType(.i32, [rows]))
    learningRate = graph.addInput("lr", TensorType(element, []))
    step = graph.addInput("step", TensorType(.i32, []))
  }

  /// A number of columns.
  mutating func width() -> Int { [1, 2, 7, 16, 29, 48][random.below(6)] }

  /// A matrix made so far, rather a late one.
  mutating func pick() -> ValueID {
    let span = min(matrices.count, random.below(3) == 0 ? matrices.count : 4)
    return matrices[matrices.count - 1 - random.below(span)]
  }

  /// Another matrix of the same shape where there is one, rather an early one.
  func partner(of value: ValueID, where holds: (ValueID) -> Bool = { _ in true }) -> ValueID {
    matrices.first { type(of: $0) == type(of: value) && holds($0) } ?? value
  }

  /// The latest matrix with as many rows.
  func latest(rows: Int) -> ValueID? { matrices.last { shape(of: $0)[0] == rows } }

  func type(of value: ValueID) -> TensorType { graph.type(of: value) }
  func shape(of value: ValueID) -> [Int] { graph.type(of: value).shape }

  /// A state with random first values, positive ones on demand.
  mutating func state(
    _ shape: [Int], positive: Bool = false, role: State.Role = .parameter,
    penalty: Penalty = .none
  ) -> ValueID {
    stateCount += 1
    return graph.addState(
      "s\(stateCount)", TensorType(element, shape), role: role,
      initializer: positive
        ? .uniform(low: 0.5, high: 1.5) : .normal(mean: 0, deviation: 0.3), penalty: penalty)
  }

  /// The number of a random stream that no other node has.
  mutating func site() -> Int {
    lastSite += 1
    return lastSite
  }

  /// Adds a node; matrices among its results may be read by later ones.
  mutating func addAll(_ op: any Op, _ operands: [ValueID]) throws -> [ValueID] {
    let origin = Origin(layer: "layer\(graph.nodes.count / 4 + 1)", line: graph.nodes.count / 4 + 1)
    let results = try graph.add(op, operands, origin: origin)
    matrices += results.filter { graph.type(of: $0).rank == 2 }
    return results
  }

  /// Adds a node and gives its first result.
  @discardableResult
  mutating func add(_ op: any Op, _ operands: ValueID...) throws -> ValueID {
    try addAll(op, operands)[0]
  }

  mutating func addOutput(_ name: String, _ value: ValueID) { graph.addOutput(name, value) }

  /// Makes a state take a value, unless it takes one already.
  mutating func update(_ state: ValueID, _ value: ValueID) {
    guard hasUpdates, case .state(let index) = graph[state].definition,
      updated.insert(state).inserted
    else { return }
    graph.addUpdate(index, value)
  }

  mutating func activation() -> any ActivationOp {
    let all: [any ActivationOp] = [
      ReLU(), LeakyReLU(), Sigmoid(), Tanh(), ELU(alpha: 0.5), SELU(), GELU(),
      GELU(isApproximate: true), SiLU(), Softplus(beta: 2),
    ]
    return all[random.below(all.count)]
  }
}
