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
  private var map: ByteMap
  /// Where each memory lies in the map: each state's in turn, then the persistent and the transient.
  private let stateBases: [Int]
  private let persistentBase: Int
  private let transientBase: Int
  private let end: Int
  /// For each value, what it is a view of: a view holds the same bytes.
  private let origins: [Int]

  init(_ plan: Plan) {
    self.plan = plan
    graph = plan.graph
    origins = graph.viewRoots().map(\.index)
    var bases: [Int] = []
    var total = 0
    for state in graph.states {
      bases.append(total)
      total += graph.type(of: state.value).byteCount
    }
    stateBases = bases
    persistentBase = total
    transientBase = total + plan.persistentBytes
    end = transientBase + plan.memory.planned
    map = ByteMap(byteCount: end)
  }

  func run() throws(PlanError) {
    var replay = self
    try replay.begin()
    for task in plan.tasks { try replay.run(task) }
    try replay.finish()
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
    let (first, second) = (base(of: a), base(of: b))
    return first < second + graph.type(of: b).byteCount
      && second < first + graph.type(of: a).byteCount
  }

  private mutating func finish() throws(PlanError) {
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

  /// Where the first byte of a value lies in the map.
  private func base(of value: ValueID) -> Int {
    switch plan.places[value.index] {
    case .state(let index): stateBases[index]
    case .persistent(let offset): persistentBase + offset
    case .transient(let offset): transientBase + offset
    }
  }

  /// The end of the memory in which a value lies.
  private func limit(of value: ValueID) -> Int {
    switch plan.places[value.index] {
    case .state(let index): index + 1 < stateBases.count ? stateBases[index + 1] : persistentBase
    case .persistent: transientBase
    case .transient: end
    }
  }

  /// Shows a body what lies on a region of a value, row by row where it is not one stretch.
  private mutating func visit(
    _ value: ValueID, _ region: Block?, _ body: (inout ByteMap.Stretch) throws(PlanError) -> Void
  ) throws(PlanError) {
    let type = graph.type(of: value)
    let (start, columns, size) = (base(of: value), type.columns, type.element.size)
    guard plan.places[value.index].offset >= 0, start + type.byteCount <= limit(of: value) else {
      throw PlanError(description: "value \(value.index) lies outside its memory")
    }
    guard let region, region.columns.count < columns else {
      let rows = region?.rows ?? 0..<type.rows
      let bytes = (rows.lowerBound * columns * size)..<(rows.upperBound * columns * size)
      return try map.visit(
        (start + bytes.lowerBound)..<(start + bytes.upperBound), in: phase, body)
    }
    for row in region.rows {
      let first = start + (row * columns + region.columns.lowerBound) * size
      try map.visit(first..<(first + region.columns.count * size), in: phase, body)
    }
  }

  private mutating func read(
    _ value: ValueID, _ region: Block?, worker: Int, _ reader: NodeID?
  ) throws(PlanError) {
    let (source, origins, phase, graph) = (origins[value.index], origins, phase, graph)
    let base = base(of: value)
    try visit(value, region) { stretch throws(PlanError) in
      guard stretch.value >= 0, origins[stretch.value] == source, stretch.base == base else {
        throw PlanError(
          description:
            "\(Self.describe(reader, graph)) reads value \(value.index) where something else lies")
      }
      guard stretch.writtenIn < phase || stretch.writer == worker else {
        throw PlanError(
          description: """
            \(Self.describe(reader, graph)) reads what worker \(stretch.writer) wrote, \
            without a barrier
            """)
      }
      let isShared = stretch.readIn == phase && stretch.reader != worker
      stretch.reader = isShared ? ByteMap.Stretch.many : worker
      stretch.readIn = phase
    }
  }

  /// A write by a worker, or by the caller before the run where `worker` is nil.
  private mutating func write(
    _ value: ValueID, _ region: Block?, worker: Int?
  ) throws(PlanError) {
    let phase = phase
    let base = base(of: value)
    try visit(value, region) { stretch throws(PlanError) in
      if let worker {
        guard stretch.writtenIn < phase || stretch.writer == worker,
          stretch.readIn < phase || stretch.reader == worker
        else {
          throw PlanError(
            description: "value \(value.index) is written where another worker is still busy")
        }
        stretch.writer = worker
        stretch.writtenIn = phase
      }
      stretch.value = value.index
      stretch.base = base
    }
  }

  private static func describe(_ node: NodeID?, _ graph: Graph) -> String {
    node.map { "node \($0.index), '\(graph[$0].op.name)'," } ?? "the end of the run"
  }
}

extension Plan.Place {
  /// The offset in its memory.
  fileprivate var offset: Int {
    switch self {
    case .state: 0
    case .persistent(let offset), .transient(let offset): offset
    }
  }
}
