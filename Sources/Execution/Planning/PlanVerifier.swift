import IR
import Kernels

/// A plan that would give wrong results: a bug in nnc.
public struct PlanError: Error, Sendable, CustomStringConvertible {
  /// What is wrong.
  public let description: String
}

extension Plan {
  /// Proves that a run of this plan computes what the graph says, whatever the workers' speed.
  ///
  /// It replays the plan without computing and keeps, for every stretch of memory, which value it
  /// holds and what each worker last did to it in which phase. Every read must find its value
  /// whole, written by the reader itself or before the last barrier; every write must find nothing
  /// that another worker touched since the last barrier. Updated states must hold their new values
  /// at the end. It takes no decision of the planner's for granted: the graph and the operators'
  /// `Work` are all that the two have in common.
  public func verify() throws(PlanError) {
    try Replay(self).run()
  }
}

/// One replay of a plan.
private struct Replay {
  private let plan: Plan
  private let graph: Graph
  private var phase = 0
  private var memory = MemoryMap()
  /// For each value, what it is a view of: a view holds the same bytes.
  private let origins: [ValueID]

  init(_ plan: Plan) {
    self.plan = plan
    graph = plan.graph
    var origins = graph.values.indices.map { ValueID($0) }
    for node in graph.nodes {
      for alias in node.op.aliases where alias.kind == .view {
        origins[node.results[alias.result].index] = origins[node.operands[alias.operand].index]
      }
    }
    self.origins = origins
  }

  func run() throws(PlanError) {
    var replay = self
    try replay.begin()
    for task in plan.tasks { try replay.run(task) }
    try replay.end()
  }

  private mutating func begin() throws(PlanError) {
    for (index, state) in graph.states.enumerated() {
      let size = graph.type(of: state.value).byteCount
      memory.add(.state(index), size, holding: state.value, workers: plan.workers)
    }
    let size = plan.buffers.reduce(0) { max($0, $1.extent.upperBound) }
    memory.add(.transient, size, holding: nil, workers: plan.workers)
    memory.add(.persistent, plan.persistentBytes, holding: nil, workers: plan.workers)
    for input in graph.inputs where !plan.gathers.contains(where: { $0.input == input }) {
      try write(input, nil, worker: nil)
    }
    for gather in plan.gathers {
      for (worker, region) in gather.regions.enumerated() {
        if let region { try write(gather.input, region, worker: worker) }
      }
    }
    for id in plan.prologue {
      for operand in graph[id].operands { try read(operand, nil, worker: 0, id) }
      for result in graph[id].results { try write(result, nil, worker: nil) }
    }
  }

  private mutating func run(_ task: Plan.Task) throws(PlanError) {
    if task.startsPhase { phase += 1 }
    let node = graph[task.node]
    let work = graph.work(of: node)
    try checkCover(task, work)
    try checkOverwriting(node, work)
    for (worker, block) in task.blocks.enumerated() {
      guard let block else { continue }
      for (operand, access) in zip(node.operands, work.operands) {
        let region = access.region(of: graph.type(of: operand), in: block)
        try read(operand, region, worker: worker, task.node)
      }
    }
    for (worker, block) in task.blocks.enumerated() {
      guard let block else { continue }
      for (result, access) in zip(node.results, work.results) {
        let region = access.region(of: graph.type(of: result), in: block)
        try write(result, region, worker: worker)
      }
    }
  }

  /// The blocks are parts of the domain, cut along axes that the operator allows, which together
  /// make it whole and do not overlap.
  private func checkCover(_ task: Plan.Task, _ work: Work) throws(PlanError) {
    let blocks = task.blocks.compactMap { $0 }
    let area = blocks.reduce(0) { $0 + $1.rows.count * $1.columns.count }
    let isInside = blocks.allSatisfy {
      work.domain.rows.contains($0.rows) && work.domain.columns.contains($0.columns)
        && (work.axes.contains(.rows) || $0.rows == work.domain.rows)
        && (work.axes.contains(.columns) || $0.columns == work.domain.columns)
    }
    let isDisjoint = blocks.indices.allSatisfy { index in
      blocks[..<index].allSatisfy {
        !($0.rows.overlaps(blocks[index].rows) && $0.columns.overlaps(blocks[index].columns))
      }
    }
    guard task.blocks.count == plan.workers, isInside, isDisjoint, area == work.rows * work.columns
    else {
      throw PlanError(description: "the shares of node \(task.node.index) do not make it whole")
    }
  }

  /// A result lies on an operand only where the operator says so and reads all that lies there in
  /// the same way, and results lie apart.
  private func checkOverwriting(_ node: Node, _ work: Work) throws(PlanError) {
    for (index, result) in node.results.enumerated() {
      for other in node.results[..<index] where overlap(result, other) {
        throw PlanError(description: "two results of '\(node.op.name)' lie on each other")
      }
      let beneath = node.operands.indices.filter { overlap(result, node.operands[$0]) }
      let isView = node.op.aliases.contains { $0.result == index && $0.kind == .view }
      guard !beneath.isEmpty, !isView else { continue }
      let isAllowed =
        node.op.aliases.contains { $0.result == index && beneath.contains($0.operand) }
        && beneath.allSatisfy {
          plan.places[node.operands[$0].index] == plan.places[result.index]
            && work.operands[$0] == work.results[index]
            && graph.type(of: node.operands[$0]).byteCount == graph.type(of: result).byteCount
        }
      guard isAllowed else {
        throw PlanError(description: "'\(node.op.name)' overwrites an operand while it reads it")
      }
    }
  }

  /// Whether two values share bytes.
  private func overlap(_ a: ValueID, _ b: ValueID) -> Bool {
    let (first, second) = (place(a), place(b))
    let (firstEnd, secondEnd) = (
      first.offset + graph.type(of: a).byteCount, second.offset + graph.type(of: b).byteCount
    )
    return first.key == second.key && first.offset < secondEnd && second.offset < firstEnd
  }

  private mutating func end() throws(PlanError) {
    phase += 1
    for output in graph.outputs { try read(output.value, nil, worker: 0, nil) }
    let copied = Set(plan.copies)
    for update in graph.updates {
      guard copied.contains(update) || plan.places[update.value.index] == .state(update.state)
      else {
        throw PlanError(
          description: "state '\(graph.states[update.state].name)' does not get its new value")
      }
      try read(update.value, nil, worker: 0, nil)
    }
  }

  // MARK: Memory

  private func place(_ value: ValueID) -> (key: MemoryMap.Key, offset: Int) {
    switch plan.places[value.index] {
    case .state(let index): (.state(index), 0)
    case .persistent(let offset): (.persistent, offset)
    case .transient(let offset): (.transient, offset)
    }
  }

  /// The bytes of a region, row by row where it is not one stretch.
  private func stretches(_ value: ValueID, _ region: Block?) -> [Range<Int>] {
    let type = graph.type(of: value)
    guard let region else { return [0..<type.byteCount] }
    guard region.columns.count < type.columns else { return [type.bytes(of: region)] }
    return region.rows.map { row in
      type.bytes(of: Block(rows: row..<(row + 1), columns: region.columns))
    }
  }

  private mutating func read(
    _ value: ValueID, _ region: Block?, worker: Int, _ reader: NodeID?
  ) throws(PlanError) {
    let (source, origins, phase, name) = (origins[value.index], origins, phase, describe(reader))
    try memory.visit(place(value), stretches(value, region)) { stretch, shift throws(PlanError) in
      guard let held = stretch.value, origins[held.index] == source, stretch.shift == shift else {
        throw PlanError(
          description: "\(name) reads value \(value.index) where something else lies")
      }
      for (other, written) in stretch.written.enumerated() where other != worker {
        guard written < phase else {
          throw PlanError(
            description: "\(name) reads what worker \(other) wrote, without a barrier")
        }
      }
      stretch.read[worker] = phase
    }
  }

  /// A write by a worker, or by the caller before the run where `worker` is nil.
  private mutating func write(
    _ value: ValueID, _ region: Block?, worker: Int?
  ) throws(PlanError) {
    let phase = phase
    try memory.visit(place(value), stretches(value, region)) { stretch, shift throws(PlanError) in
      for other in stretch.written.indices where worker != nil && other != worker {
        guard stretch.written[other] < phase, stretch.read[other] < phase else {
          throw PlanError(
            description: "value \(value.index) is written where worker \(other) is still busy")
        }
      }
      stretch.value = value
      stretch.shift = shift
      if let worker { stretch.written[worker] = phase }
    }
  }

  private func describe(_ node: NodeID?) -> String {
    node.map { "node \($0.index), '\(graph[$0].op.name)'," } ?? "the end of the run"
  }
}

/// What lies where in each memory, as stretches of bytes in order.
private struct MemoryMap {
  enum Key: Hashable {
    case transient, persistent
    case state(Int)
  }

  /// Bytes with one history.
  struct Stretch {
    var bytes: Range<Int>
    /// The value whose bytes these are, and where in the value they lie.
    var value: ValueID?
    var shift = 0
    /// The last phase in which each worker wrote or read them; -1 for never.
    var written: [Int]
    var read: [Int]

    init(_ bytes: Range<Int>, holding value: ValueID?, workers: Int) {
      self.bytes = bytes
      self.value = value
      written = Array(repeating: -1, count: workers)
      read = written
    }
  }

  private var memories: [Key: [Stretch]] = [:]

  /// Adds a memory of some size that holds one value or nothing.
  mutating func add(_ key: Key, _ size: Int, holding value: ValueID?, workers: Int) {
    memories[key] = size > 0 ? [Stretch(0..<size, holding: value, workers: workers)] : []
  }

  /// Splits a memory at the ends of parts of a value and shows the body every stretch inside, with
  /// where in the value it lies.
  mutating func visit(
    _ place: (key: Key, offset: Int), _ parts: [Range<Int>],
    _ body: (inout Stretch, _ shift: Int) throws(PlanError) -> Void
  ) throws(PlanError) {
    var memory = memories[place.key] ?? []
    memories[place.key] = nil
    defer { memories[place.key] = memory }
    for part in parts where !part.isEmpty {
      let bytes = (part.lowerBound + place.offset)..<(part.upperBound + place.offset)
      guard var index = Self.split(&memory, at: bytes.lowerBound),
        Self.split(&memory, at: bytes.upperBound) != nil
      else { throw PlanError(description: "a value lies outside its memory") }
      while index < memory.count, memory[index].bytes.lowerBound < bytes.upperBound {
        try body(&memory[index], memory[index].bytes.lowerBound - place.offset)
        index += 1
      }
    }
  }

  /// Makes a stretch begin at a place; the index of that stretch, nil where the place is outside.
  private static func split(_ memory: inout [Stretch], at place: Int) -> Int? {
    guard let last = memory.last, place <= last.bytes.upperBound else { return nil }
    var low = 0
    var high = memory.count
    while low < high {
      let middle = (low + high) / 2
      if memory[middle].bytes.upperBound <= place { low = middle + 1 } else { high = middle }
    }
    guard low < memory.count, memory[low].bytes.lowerBound < place else { return low }
    var tail = memory[low]
    tail.shift += place - tail.bytes.lowerBound
    tail.bytes = place..<tail.bytes.upperBound
    memory[low].bytes = memory[low].bytes.lowerBound..<place
    memory.insert(tail, at: low + 1)
    return low + 1
  }
}
