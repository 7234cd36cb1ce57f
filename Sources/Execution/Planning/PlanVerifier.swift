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
  /// It replays the plan without computing and keeps, for every byte of memory, which value it
  /// belongs to and what each worker last did to it in which phase. Every read must find its value
  /// whole, written by the reader itself or before the last barrier; every write must find nothing
  /// that another worker touched since the last barrier. Updated states must hold their new values
  /// at the end. It takes no decision of the planner's for granted: the graph and the operators'
  /// `Work` are all that the two have in common. `ByteMap` keeps this by stretches of bytes and by
  /// columns of rows, so that a plan is proved in a time that depends on the number of shares, not
  /// on the size of what they share.
  public func verify() throws(PlanError) {
    var replay = try Replay(self)
    try replay.run()
  }
}

/// One replay of a plan.
private struct Replay {
  /// What an access must not find.
  private enum Fault {
    case otherValue, otherWorker
  }

  /// Where a value lies, and how.
  private struct Extent {
    var base: Int
    var rows: Int
    var columns: Int
    var elementSize: Int

    var byteCount: Int { rows * columns * elementSize }
  }

  private let plan: Plan
  private let graph: Graph
  private var map: ByteMap
  /// By value, where it lies in the map: each state's memory in turn, then the persistent and the
  /// transient.
  private let extents: [Extent]
  /// By value, what it is a view of, or itself: a view holds the same bytes.
  private let origins: [Int]

  init(_ plan: Plan) throws(PlanError) {
    self.plan = plan
    graph = plan.graph
    origins = graph.viewRoots().map(\.index)
    let memories = Memories(plan)
    var extents: [Extent] = []
    extents.reserveCapacity(graph.values.count)
    for (index, place) in plan.places.enumerated() {
      let (offset, memory) = memories.place(place)
      let type = graph.values[index].type
      let extent = Extent(
        base: memory.lowerBound + offset, rows: type.rows, columns: type.columns,
        elementSize: type.element.size)
      guard offset >= 0, extent.base + extent.byteCount <= memory.upperBound else {
        throw PlanError(description: "value \(index) lies outside its memory")
      }
      extents.append(extent)
    }
    self.extents = extents
    map = ByteMap(byteCount: memories.end)
  }

  mutating func run() throws(PlanError) {
    try begin()
    for task in plan.tasks { try run(task) }
    try finish()
  }

  private mutating func begin() throws(PlanError) {
    for state in graph.states { try write(state.value, nil, worker: nil) }
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
    if task.startsPhase { map.startPhase() }
    let node = graph[task.node]
    let work = graph.work(of: node)
    try checkCover(task, work)
    try checkOverwriting(node, work)
    let operands = node.operands
    for (worker, block) in task.blocks.enumerated() {
      guard let block else { continue }
      for (operand, access) in zip(operands, work.operands) {
        try read(operand, part(of: operand, access, block), worker: worker, task.node)
      }
    }
    for (worker, block) in task.blocks.enumerated() {
      guard let block else { continue }
      for (result, access) in zip(node.results, work.results) {
        try write(result, part(of: result, access, block), worker: worker)
      }
    }
  }

  /// The blocks are parts of the domain, cut along axes that the operator allows, which together
  /// make it whole and do not overlap.
  private func checkCover(_ task: Plan.Task, _ work: Work) throws(PlanError) {
    let domain = work.domain
    var area = 0
    var isRight = task.blocks.count == plan.workers
    for (worker, block) in task.blocks.enumerated() {
      guard let block else { continue }
      area += block.rows.count * block.columns.count
      isRight =
        isRight && domain.rows.contains(block.rows) && domain.columns.contains(block.columns)
        && (block.rows == domain.rows || work.axes.contains(.rows))
        && (block.columns == domain.columns || work.axes.contains(.columns))
        && task.blocks[..<worker].allSatisfy { other in
          other.map {
            !($0.rows.overlaps(block.rows) && $0.columns.overlaps(block.columns))
          } ?? true
        }
    }
    guard isRight, area == work.rows * work.columns else {
      throw PlanError(description: "the shares of node \(task.node.index) do not make it whole")
    }
  }

  /// A result lies on an operand only where the operator says so and reads all that lies there in
  /// the same way, and results lie apart.
  private func checkOverwriting(_ node: Node, _ work: Work) throws(PlanError) {
    let operands = node.operands
    for (index, result) in node.results.enumerated() {
      for other in node.results[..<index] where overlap(result, other) {
        throw PlanError(description: "two results of '\(node.op.name)' lie on each other")
      }
      let isView = origins[result.index] != result.index
      guard !isView, operands.contains(where: { overlap(result, $0) }) else { continue }
      let beneath = operands.indices.filter { overlap(result, operands[$0]) }
      let isAllowed =
        node.op.aliases.contains { $0.result == index && beneath.contains($0.operand) }
        && beneath.allSatisfy {
          plan.places[operands[$0].index] == plan.places[result.index]
            && work.operands[$0] == work.results[index]
            && extents[operands[$0].index].byteCount == extents[result.index].byteCount
        }
      guard isAllowed else {
        throw PlanError(description: "'\(node.op.name)' overwrites an operand while it reads it")
      }
    }
  }

  /// Whether two values share bytes.
  private func overlap(_ a: ValueID, _ b: ValueID) -> Bool {
    let (first, second) = (extents[a.index], extents[b.index])
    return first.base < second.base + second.byteCount
      && second.base < first.base + first.byteCount
  }

  private mutating func finish() throws(PlanError) {
    map.startPhase()
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

  /// The part of a value that a block touches.
  private func part(of value: ValueID, _ access: Work.Access, _ block: Block) -> Block {
    let extent = extents[value.index]
    return access.region(rows: extent.rows, columns: extent.columns, in: block)
  }

  /// The bytes of a part of a value, or of all of it.
  private func bytes(of value: ValueID, _ part: Block?) throws(PlanError) -> ByteRegion {
    let extent = extents[value.index]
    let (rows, columns, size) = (extent.rows, extent.columns, extent.elementSize)
    let part = part ?? Block(rows: 0..<rows, columns: 0..<columns)
    guard (0..<rows).contains(part.rows), (0..<columns).contains(part.columns) else {
      throw PlanError(description: "\(part) is no part of value \(value.index)")
    }
    return ByteRegion(
      start: extent.base + part.rows.lowerBound * columns * size, rowBytes: columns * size,
      rows: part.rows.count,
      columns: (part.columns.lowerBound * size)..<(part.columns.upperBound * size))
  }

  private mutating func read(
    _ value: ValueID, _ part: Block?, worker: Int, _ reader: NodeID?
  ) throws(PlanError) {
    let (source, base, phase) = (origins[value.index], extents[value.index].base, map.phase)
    var fault: Fault?
    map.visit(try bytes(of: value, part)) { history in
      if history.value != source || history.base != base { fault = .otherValue }
      if history.writtenIn == phase, history.writer != worker { fault = fault ?? .otherWorker }
      let isShared = history.readIn == phase && history.reader != worker
      history.reader = isShared ? ByteHistory.many : worker
      history.readIn = phase
    }
    guard let fault else { return }
    let place = reader.map { "node \($0.index), '\(graph[$0].op.name)'," } ?? "the end of the run"
    throw PlanError(
      description: "\(place) reads value \(value.index) "
        + (fault == .otherValue ? "where something else lies" : "before another worker wrote it"))
  }

  /// A write by a worker, or by the caller before the run where `worker` is nil.
  private mutating func write(
    _ value: ValueID, _ part: Block?, worker: Int?
  ) throws(PlanError) {
    let (source, base, phase) = (origins[value.index], extents[value.index].base, map.phase)
    var isBusy = false
    map.visit(try bytes(of: value, part)) { history in
      if let worker {
        if history.writtenIn == phase, history.writer != worker { isBusy = true }
        if history.readIn == phase, history.reader != worker { isBusy = true }
        history.writer = worker
        history.writtenIn = phase
      }
      history.value = source
      history.base = base
    }
    if isBusy {
      throw PlanError(
        description: "value \(value.index) is written where another worker is still busy")
    }
  }
}

/// Where a plan's memories lie when they are laid end to end.
private struct Memories {
  private var starts: [Int] = []
  private let persistent: Int
  private let transient: Int
  /// The end of the last one.
  let end: Int

  init(_ plan: Plan) {
    var total = 0
    for state in plan.graph.states {
      starts.append(total)
      total += plan.graph.type(of: state.value).byteCount
    }
    persistent = total
    transient = persistent + plan.memory.persistent
    end = transient + plan.memory.planned
  }

  /// A place as an offset in a memory, and that memory.
  func place(_ place: Plan.Place) -> (offset: Int, memory: Range<Int>) {
    switch place {
    case .state(let index):
      (0, starts[index]..<(index + 1 < starts.count ? starts[index + 1] : persistent))
    case .persistent(let offset): (offset, persistent..<transient)
    case .transient(let offset): (offset, transient..<end)
    }
  }
}
