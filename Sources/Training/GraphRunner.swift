import Execution
import IR
import Kernels
import Source

/// A graph that is given as text, run again and again on made-up inputs.
///
/// The workers gather rows and labels from several batches, as in training. What no kernel gathers,
/// such as a vector of numbers, is copied in before each run, since its memory serves other values
/// later in the run. A scalar that is a whole number counts the runs.
final class GraphRunner {
  let executor: Executor
  private let written: [(matrix: Matrix, values: Stored)]
  private let counters: [Matrix]
  /// The gathered inputs: where the places of a batch's rows stand, and how many rows there are.
  private let gathered: [(indices: Matrix, order: [Int32])]
  private var runs = 0

  /// Values in the type of the input that takes them.
  private enum Stored {
    case f32([Float])
    case f64([Double])
    case i32([Int32])
  }

  /// As many batches as fit in a small data set.
  private static func batches(of type: TensorType) -> Int {
    max(1, min(20, 60_000 / type.leadingExtent, (1 << 26) / type.count))
  }

  /// Plans and prepares a graph; its states start from their initialisers.
  ///
  /// - Parameter isTimed: whether the workers note when they do what.
  /// - Throws: E0502 where the graph does not fit this machine; `PlanError` where the planner is
  ///   wrong.
  init(_ graph: Graph, team: Team, isTimed: Bool = false) throws {
    let types = graph.types(of: graph.inputs)
    let rows = types.reduce(0) { $0 + $1.count * Self.batches(of: $1) * MemoryLayout<Double>.size }
    let isGathered = Set(
      graph.inputs.compactMap { id -> String? in
        guard case .input(let name) = graph[id].definition else { return nil }
        return graph.type(of: id).isGathered ? name : nil
      })
    let plan = Plan(graph, workers: team.workers, gathered: isGathered)
    try checkFits(plan.memory.whole + 2 * rows, on: Machine.memory, doing: "the graph")
    try plan.verify()

    var feeds: [String: Executor.Feed] = [:]
    var gathered: [(indices: Matrix, order: [Int32])] = []
    let inputs = MadeUpInputs(graph, batches: Self.batches).inputs
    for input in inputs where input.type.isGathered {
      let extent = input.type.leadingExtent
      let indices = Memory(byteCount: max(extent * 4, 64)).matrix(
        at: 0, .i32, rows: 1, columns: extent)
      let count = Int32(extent * Self.batches(of: input.type))
      gathered.append((indices, Array(0..<count)))
      feeds[input.name] =
        input.type.element.isFloatingPoint
        ? .rows(
          Table(floats: input.values.map { Float($0) }, columns: input.type.columns),
          indices: indices)
        : .labels(Self.vector(input.values), indices: indices)
    }
    let executor = Executor(
      plan, states: StateStore([graph]), team: team, feeds: feeds, isTimed: isTimed)
    let isCounter = { (input: MadeUpInputs.Input) in input.type == TensorType(.i32, []) }
    written = inputs.filter { !$0.type.isGathered && !isCounter($0) }.compactMap { input in
      executor.input(input.name).map { ($0, Self.stored(input)) }
    }
    counters = inputs.filter(isCounter).compactMap { executor.input($0.name) }
    self.gathered = gathered
    self.executor = executor
  }

  private static func vector(_ values: [Double]) -> Matrix {
    let matrix = Memory(byteCount: max(values.count * 4, 64)).matrix(
      at: 0, .i32, rows: 1, columns: values.count)
    matrix.write(values.map { Int32($0) })
    return matrix
  }

  private static func stored(_ input: MadeUpInputs.Input) -> Stored {
    let values = input.values.prefix(input.type.count)
    return switch input.type.element {
    case .f32: .f32(values.map { Float($0) })
    case .f64: .f64(Array(values))
    case .i32: .i32(values.map { Int32($0) })
    }
  }

  /// Runs on the next batch. Allocates nothing.
  func run() {
    for (indices, order) in gathered {
      let start = runs * indices.count % order.count
      indices.write(order[start..<(start + indices.count)])
    }
    for (matrix, values) in written {
      switch values {
      case .f32(let values): matrix.write(values)
      case .f64(let values): matrix.write(values)
      case .i32(let values): matrix.write(values)
      }
    }
    runs += 1
    for counter in counters { counter[0] = Double(runs & Int(Int32.max)) }
    executor.run()
  }
}

extension TensorType {
  /// The rows of a batch, or the labels.
  fileprivate var leadingExtent: Int { shape.first ?? 1 }

  /// Whether the workers gather an input of this type: rows of numbers, or a vector of labels.
  fileprivate var isGathered: Bool {
    element.isFloatingPoint ? rank >= 2 : rank == 1
  }
}
