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
  /// holds and what each worker last did to it in which phase. Every read must find its value whole,
  /// written by the reader itself or before the last barrier; every write must find nothing that
  /// another worker touched since the last barrier. Updated states must hold their new values at
  /// the end. It shares no code with the planner.
  public func verify() throws(PlanError) {
    try Replay(self).run()
  }
}

/// One replay of a plan.
private struct Replay {
  private let plan: Plan
  private let graph: Graph
  private var phase = 0
  /// The memory of each kind as stretches in order.
  private var memories: [MemoryKey: [Stretch]] = [:]

  private enum MemoryKey: Hashable {
    case transient, persistent
    case state(Int)
  }

  /// Bytes with one history.
  private struct Stretch {
    var bytes: Range<Int>
    /// The value whose bytes these are, and where in the value they lie.
    var value: ValueID?
    var shift = 0
    /// The last phase in which each worker wrote or read them; -1 for never.
    var written: [Int]
    var read: [Int]
  }

  init(_ plan: Plan) {
    self.plan = plan
    graph = plan.graph
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
      memories[.state(index)] = [fresh(0..<size, state.value)]
    }
    let transientSize = plan.buffers.reduce(0) { max($0, $1.extent.upperBound) }
    memories[.transient] = transientSize > 0 ? [fresh(0..<transientSize, nil)] : []
    memories[.persistent] = plan.persistentBytes > 0 ? [fresh(0..<plan.persistentBytes, nil)] : []
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
    let work = node.op.work(node.operands.map(graph.type(of:)), node.results.map(graph.type(of:)))
    try checkCover(task, work)
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

  /// The blocks are parts of the domain that together make it whole and do not overlap.
  private func checkCover(_ task: Plan.Task, _ work: Work) throws(PlanError) {
    let area = task.blocks.compactMap { $0 }.reduce(0) { $0 + $1.rows.count * $1.columns.count }
    let isInside = task.blocks.compactMap { $0 }.allSatisfy {
      work.domain.rows.contains($0.rows) && work.domain.columns.contains($0.columns)
    }
    guard isInside, area == work.rows * work.columns else {
      throw PlanError(description: "the shares of node \(task.node.index) do not make it whole")
    }
  }

  private mutating func end() throws(PlanError) {
    phase += 1
    for output in graph.outputs { try read(output.value, nil, worker: 0, nil) }
    for update in graph.updates {
      if plan.copies.contains(update) {
        try read(update.value, nil, worker: 0, nil)
      } else if plan.places[update.value.index] != .state(update.state) {
        throw PlanError(
          description: "state '\(graph.states[update.state].name)' does not get its new value")
      } else {
        try read(update.value, nil, worker: 0, nil)
      }
    }
  }

  // MARK: Memory

  private func fresh(_ bytes: Range<Int>, _ value: ValueID?) -> Stretch {
    let never = Array(repeating: -1, count: plan.workers)
    return Stretch(bytes: bytes, value: value, written: never, read: never)
  }

  private func place(_ value: ValueID) -> (MemoryKey, Int) {
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
    let source = canonical(value)
    try visit(value, region) { stretch, shift throws(PlanError) in
      guard let held = stretch.value, canonical(held) == source, stretch.shift == shift else {
        throw PlanError(
          description: "\(describe(reader)) reads value \(value.index) where something else lies")
      }
      for (other, written) in stretch.written.enumerated() where other != worker {
        guard written < phase else {
          throw PlanError(
            description: "\(describe(reader)) reads what worker \(other) wrote, without a barrier")
        }
      }
      stretch.read[worker] = phase
    }
  }

  /// A write by a worker, or by the caller before the run where `worker` is nil.
  private mutating func write(
    _ value: ValueID, _ region: Block?, worker: Int?
  ) throws(PlanError) {
    try visit(value, region) { stretch, shift throws(PlanError) in
      for other in 0..<plan.workers where worker != nil && other != worker {
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

  /// A view holds the bytes of what it is a view of.
  private func canonical(_ value: ValueID) -> ValueID {
    var value = value
    while case .result(let id, let index) = graph[value].definition,
      let alias = graph[id].op.aliases.first(where: { $0.kind == .view && $0.result == index })
    {
      value = graph[id].operands[alias.operand]
    }
    return value
  }

  private func describe(_ node: NodeID?) -> String {
    node.map { "node \($0.index), '\(graph[$0].op.name)'," } ?? "the end of the run"
  }

  /// Splits the memory at a region's ends and shows the body every stretch inside, with where in
  /// the value it lies.
  private mutating func visit(
    _ value: ValueID, _ region: Block?,
    _ body: (inout Stretch, _ shift: Int) throws(PlanError) -> Void
  ) throws(PlanError) {
    let (key, offset) = place(value)
    var memory = memories[key] ?? []
    memories[key] = nil
    defer { memories[key] = memory }
    for part in stretches(value, region) where !part.isEmpty {
      let bytes = (part.lowerBound + offset)..<(part.upperBound + offset)
      guard var index = Self.split(&memory, at: bytes.lowerBound),
        Self.split(&memory, at: bytes.upperBound) != nil
      else {
        throw PlanError(description: "value \(value.index) lies outside its memory")
      }
      while index < memory.count, memory[index].bytes.lowerBound < bytes.upperBound {
        try body(&memory[index], memory[index].bytes.lowerBound - offset)
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
