import IR
import Kernels

@testable import Execution

/// The proof of a plan in the plainest way, as an oracle: byte by byte, cell by cell.
struct PlainReplay {
  /// What is known of a byte.
  private struct Byte {
    /// The value it belongs to, and which of its bytes it is.
    var value = -1
    var index = 0
    /// Who wrote and who read it since the last barrier.
    var writer: Int?
    var readers: Set<Int> = []
  }

  private let plan: Plan
  private var memories: [String: [Byte]] = [:]

  /// Whether a run of a plan computes what its graph says.
  static func accepts(_ plan: Plan) -> Bool {
    var replay = PlainReplay(plan: plan)
    return replay.run()
  }

  private init(plan: Plan) {
    self.plan = plan
    for (index, state) in plan.graph.states.enumerated() {
      memories["state \(index)"] = bytes(plan.graph.type(of: state.value).byteCount)
    }
    memories["persistent"] = bytes(plan.memory.persistent)
    memories["transient"] = bytes(plan.memory.planned)
  }

  private func bytes(_ count: Int) -> [Byte] { Array(repeating: Byte(), count: count) }

  private func place(_ value: ValueID) -> (memory: String, offset: Int) {
    switch plan.places[value.index] {
    case .state(let index): ("state \(index)", 0)
    case .persistent(let offset): ("persistent", offset)
    case .transient(let offset): ("transient", offset)
    }
  }

  /// What a value is a view of, at last.
  private func origin(_ value: ValueID) -> ValueID {
    guard case .result(let id, let index) = plan.graph[value].definition else { return value }
    let node = plan.graph[id]
    let view = node.op.aliases.first { $0.kind == .view && $0.result == index }
    return view.map { origin(node.operands[$0.operand]) } ?? value
  }

  private func meet(_ memories: inout [String: [Byte]]) {
    for memory in memories.keys {
      for index in memories[memory, default: []].indices {
        memories[memory]?[index].writer = nil
        memories[memory]?[index].readers = []
      }
    }
  }

  /// The cells of a value that a block touches.
  private func cells(_ value: ValueID, _ access: Work.Access, _ block: Block) -> [Int] {
    let type = plan.graph.type(of: value)
    func holds(_ extent: Work.Extent, _ index: Int) -> Bool {
      switch extent {
      case .whole: true
      case .rows: block.rows.contains(index)
      case .columns: block.columns.contains(index)
      }
    }
    return (0..<type.rows).flatMap { row in
      (0..<type.columns).filter { holds(access.rows, row) && holds(access.columns, $0) }
        .map { row * type.columns + $0 }
    }
  }

  private func all(_ value: ValueID) -> [Int] { Array(0..<plan.graph.type(of: value).count) }

  private mutating func run() -> Bool {
    let graph = plan.graph
    for index in graph.values.indices {
      let (memory, offset) = place(ValueID(index))
      let end = offset + graph.values[index].type.byteCount
      guard offset >= 0, end <= memories[memory, default: []].count else { return false }
    }
    for state in graph.states {
      guard write(state.value, all(state.value), nil) else { return false }
    }
    for input in graph.inputs {
      guard let gather = plan.gathers.first(where: { $0.input == input }) else {
        guard write(input, all(input), nil) else { return false }
        continue
      }
      for (worker, region) in gather.regions.enumerated() {
        guard let region else { continue }
        guard write(input, cells(input, .element, region), worker) else { return false }
      }
    }
    for id in plan.prologue {
      for operand in graph[id].operands {
        guard read(operand, all(operand), 0) else { return false }
      }
      for result in graph[id].results {
        guard write(result, all(result), nil) else { return false }
      }
    }
    for task in plan.tasks { guard run(task) else { return false } }
    meet(&memories)
    for output in graph.outputs {
      guard read(output.value, all(output.value), 0) else { return false }
    }
    for update in graph.updates {
      guard plan.copies.contains(update) || plan.places[update.value.index] == .state(update.state),
        read(update.value, all(update.value), 0)
      else { return false }
    }
    return true
  }

  private mutating func run(_ task: Plan.Task) -> Bool {
    if task.startsPhase { meet(&memories) }
    let node = plan.graph[task.node]
    let work = plan.graph.work(of: node)
    guard task.blocks.count == plan.workers, isCovered(work, task.blocks), mayOverwrite(node, work)
    else { return false }
    for (worker, block) in task.blocks.enumerated() {
      guard let block else { continue }
      for (operand, access) in zip(node.operands, work.operands) {
        guard read(operand, cells(operand, access, block), worker) else { return false }
      }
    }
    for (worker, block) in task.blocks.enumerated() {
      guard let block else { continue }
      for (result, access) in zip(node.results, work.results) {
        guard write(result, cells(result, access, block), worker) else { return false }
      }
    }
    return true
  }

  /// Each cell of the domain belongs to one block, and no block leaves an axis that is not to be cut.
  private func isCovered(_ work: Work, _ blocks: [Block?]) -> Bool {
    var counts = Array(repeating: 0, count: work.rows * work.columns)
    for block in blocks.compactMap({ $0 }) {
      if !work.axes.contains(.rows), block.rows != 0..<work.rows { return false }
      if !work.axes.contains(.columns), block.columns != 0..<work.columns { return false }
      for row in block.rows {
        for column in block.columns {
          guard 0..<work.rows ~= row, 0..<work.columns ~= column else { return false }
          counts[row * work.columns + column] += 1
        }
      }
    }
    return counts.allSatisfy { $0 == 1 }
  }

  /// The bytes of a result are those of no other result, and of an operand only where both are
  /// computed element by element, as the operator allows.
  private func mayOverwrite(_ node: Node, _ work: Work) -> Bool {
    func addresses(_ value: ValueID) -> Set<String> {
      let (memory, offset) = place(value)
      return Set((0..<plan.graph.type(of: value).byteCount).map { "\(memory) \(offset + $0)" })
    }
    for (index, result) in node.results.enumerated() {
      let own = addresses(result)
      for other in node.results where other > result {
        if !own.isDisjoint(with: addresses(other)) { return false }
      }
      if origin(result) != result { continue }
      let beneath = node.operands.indices.filter {
        !own.isDisjoint(with: addresses(node.operands[$0]))
      }
      guard !beneath.isEmpty else { continue }
      guard node.op.aliases.contains(where: { $0.result == index && beneath.contains($0.operand) })
      else { return false }
      for operand in beneath {
        guard addresses(node.operands[operand]) == own,
          work.operands[operand] == work.results[index]
        else { return false }
      }
    }
    return true
  }

  private mutating func read(_ value: ValueID, _ cells: [Int], _ worker: Int) -> Bool {
    let (memory, offset) = place(value)
    let size = plan.graph.type(of: value).element.size
    let source = origin(value).index
    for index in cells.flatMap({ ($0 * size)..<($0 * size + size) }) {
      guard let byte = memories[memory]?[offset + index], byte.value == source,
        byte.index == index, byte.writer == nil || byte.writer == worker
      else { return false }
      memories[memory]?[offset + index].readers.insert(worker)
    }
    return true
  }

  private mutating func write(_ value: ValueID, _ cells: [Int], _ worker: Int?) -> Bool {
    let (memory, offset) = place(value)
    let size = plan.graph.type(of: value).element.size
    let source = origin(value).index
    for index in cells.flatMap({ ($0 * size)..<($0 * size + size) }) {
      guard var byte = memories[memory]?[offset + index] else { return false }
      if let worker {
        guard byte.writer == nil || byte.writer == worker,
          byte.readers.subtracting([worker]).isEmpty
        else { return false }
        byte.writer = worker
      }
      (byte.value, byte.index) = (source, index)
      memories[memory]?[offset + index] = byte
    }
    return true
  }
}
