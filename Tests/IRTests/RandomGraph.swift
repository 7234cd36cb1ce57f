import IR
import Kernels

/// The SplitMix64 generator, so that every run of a test draws the same numbers.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}

/// Draws graphs that pass the verifier and use everything that the text can say.
struct RandomGraph {
  private var generator: SplitMix64
  private var graph: Graph
  private var values: [ValueID] = []
  private var names = 0

  static func make(seed: UInt64) throws -> Graph {
    var random = RandomGraph(seed: seed)
    return try random.build()
  }

  private init(seed: UInt64) {
    generator = SplitMix64(seed: seed)
    graph = Graph(name: "g\(seed)", seed: generator.next())
  }

  private mutating func upTo(_ count: Int) -> Int { Int.random(in: 0...count, using: &generator) }
  private mutating func chance() -> Bool { Bool.random(using: &generator) }
  private mutating func pick<T>(_ items: [T]) -> T { items[upTo(items.count - 1)] }

  private mutating func name() -> String {
    names += 1
    return pick(["x", "dense-1.w", "A_b.c", "graph", "input"]) + String(names)
  }

  private mutating func real() -> Double {
    pick([0.0, -0.0, 1, 0.1, -1e-05, .leastNonzeroMagnitude, 1e22, .greatestFiniteMagnitude, .pi])
  }

  private mutating func type() -> TensorType {
    let element = pick(ElementType.allCases)
    var shape: [Int] = []
    for _ in 0..<upTo(3) { shape.append(upTo(9) + 1) }
    return TensorType(element, shape)
  }

  private mutating func origin() -> Origin? {
    chance() ? nil : Origin(layer: name(), line: upTo(99) + 1)
  }

  private mutating func addState() {
    let (name, type, role) = (name(), type(), pick(State.Role.allCases))
    func number(_ drawn: Double) -> Double {
      type.element.holds(drawn) ? drawn : Double(Float.greatestFiniteMagnitude)
    }
    let initializer: Initializer =
      switch type.element == .i32 ? 5 : upTo(4) {
      case 0: .constant(number(real()))
      case 1: .uniform(low: -abs(number(real())) / 4, high: 0.25)
      case 2: .normal(mean: number(real()), deviation: abs(number(real())))
      case 3: .truncatedNormal(mean: number(real()), deviation: abs(number(real())))
      case 4: .orthogonal(gain: number(real()))
      default: .constant(pick([0, -7, Double(Int32.max)]))
      }
    let penalty = chance() ? Penalty.none : Penalty(l1: abs(real()), l2: abs(real()))
    values.append(
      graph.addState(
        name, type, role: role, initializer: initializer, penalty: penalty, origin: origin()))
  }

  private mutating func addNode() throws {
    let origin = origin()
    var results: [ValueID]
    switch values.isEmpty ? 3 : upTo(3) {
    case 0:
      let value = pick(values)
      results = try graph.add(Join(), [value, value], origin: origin)
    case 1: results = try graph.add(Split(), [pick(values)], origin: origin)
    case 2: results = try graph.add(Draw(site: graph.nodes.count), [pick(values)], origin: origin)
    default:
      var fill = Fill(shape: type().shape)
      fill.value = real()
      fill.count = pick([0, 7, .min, .max])
      fill.isFast = chance()
      fill.mode = pick(["plain", "fast", "x.y-z"])
      results = try graph.add(fill, [], origin: origin)
    }
    values += results
  }

  private mutating func build() throws -> Graph {
    for _ in 0..<upTo(3) {
      let name = name()
      values.append(graph.addInput(name, type()))
    }
    for _ in 0..<upTo(4) { addState() }
    for _ in 0..<upTo(12) { try addNode() }
    for (index, state) in graph.states.enumerated() {
      let fitting = values.filter { graph.type(of: $0) == graph.type(of: state.value) }
      if chance() { graph.addUpdate(index, pick(fitting)) }
    }
    for _ in 0..<(values.isEmpty ? 0 : upTo(3)) { graph.addOutput(name(), pick(values)) }
    return graph
  }
}
