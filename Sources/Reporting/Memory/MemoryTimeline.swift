import Execution
import IR

/// Who holds which transient bytes when, counted in a plan's tasks.
///
/// Step 0 is before the first task, when inputs are filled; the task at index i runs in step i + 1;
/// in the last step, behind all tasks, outputs are read and states copied.
struct MemoryTimeline: Sendable {
  /// A value's time in a buffer: until it is no longer read, or another value is computed over it.
  struct Tenancy: Sendable {
    /// The value.
    var value: ValueID
    /// The index of its buffer in the plan.
    var buffer: Int
    /// The steps from its making to its end.
    var steps: ClosedRange<Int>
    /// The size of its buffer.
    var byteCount: Int
  }

  /// The tenancies of each buffer in turn, in the order of time.
  let tenancies: [Tenancy]
  /// The bytes alive in each step.
  let live: [Int]
  /// The first step in which the most is alive.
  let peakStep: Int

  /// The bytes alive at the peak.
  var peakBytes: Int { live[peakStep] }

  /// Follows the values of a plan, in time linear in its size but for sorting.
  init(_ plan: Plan) {
    let graph = plan.graph
    let end = plan.tasks.count + 1
    /// The buffer of each value, also of views that no task reads.
    var bufferOf = [Int?](repeating: nil, count: graph.values.count)
    for (index, buffer) in plan.buffers.enumerated() {
      for value in buffer.values { bufferOf[value.index] = index }
    }
    for node in graph.nodes {
      for alias in node.op.aliases where alias.kind == .view {
        let (result, operand) = (node.results[alias.result], node.operands[alias.operand])
        bufferOf[result.index] = bufferOf[result.index] ?? bufferOf[operand.index]
      }
    }
    var makings = [[(step: Int, value: ValueID)]](repeating: [], count: plan.buffers.count)
    var lastReads = [Int](repeating: 0, count: plan.buffers.count)
    for input in graph.inputs {
      if let buffer = bufferOf[input.index] { makings[buffer].append((0, input)) }
    }
    for (index, task) in plan.tasks.enumerated() {
      let node = graph[task.node]
      for operand in node.operands {
        if let buffer = bufferOf[operand.index] { lastReads[buffer] = index + 1 }
      }
      for result in node.results {
        if let buffer = bufferOf[result.index] { makings[buffer].append((index + 1, result)) }
      }
    }
    for value in graph.outputs.map(\.value) + plan.copies.map(\.value) {
      if let buffer = bufferOf[value.index] { lastReads[buffer] = end }
    }
    tenancies = plan.buffers.indices.flatMap { buffer in
      let makings = makings[buffer]
      return makings.indices.map { index in
        let start = makings[index].step
        let isLast = index + 1 == makings.count
        let stop = isLast ? lastReads[buffer] : makings[index + 1].step - 1
        return Tenancy(
          value: makings[index].value, buffer: buffer, steps: start...max(start, stop),
          byteCount: plan.buffers[buffer].byteCount)
      }
    }
    let live = Self.live(plan)
    self.live = live
    peakStep = live.indices.max { (live[$0], $1) < (live[$1], $0) } ?? 0
  }

  /// What is alive in one step, the largest first.
  func alive(in step: Int) -> [Tenancy] {
    tenancies.filter { $0.steps.contains(step) }.sorted {
      ($1.byteCount, $0.value) < ($0.byteCount, $1.value)
    }
  }

  /// The most bytes that some of the tenancies hold at one time.
  static func largest(of tenancies: [Tenancy]) -> Int {
    var changes: [Int: Int] = [:]
    for tenancy in tenancies {
      changes[tenancy.steps.lowerBound, default: 0] += tenancy.byteCount
      changes[tenancy.steps.upperBound + 1, default: 0] -= tenancy.byteCount
    }
    var (held, most) = (0, 0)
    for step in changes.keys.sorted() {
      held += changes[step] ?? 0
      most = max(most, held)
    }
    return most
  }

  /// The plan's own figures for the tasks, between those of the buffers that are there before and
  /// behind them.
  private static func live(_ plan: Plan) -> [Int] {
    func bytes(at position: Int) -> Int {
      plan.buffers.reduce(0) { $0 + ($1.lifetime.contains(position) ? $1.byteCount : 0) }
    }
    var live = [bytes(at: -1)]
    for (id, bytes) in zip(plan.order, plan.liveBytes)
    where live.count <= plan.tasks.count && plan.tasks[live.count - 1].node == id {
      live.append(bytes)
    }
    return live + [bytes(at: plan.order.count)]
  }
}
