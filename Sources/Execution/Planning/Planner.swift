import IR
import Kernels

/// The walk over an order that chooses shares, barriers and what is computed in place.
struct Planner {
  private(set) var gathers: [Plan.Gather] = []
  private(set) var tasks: [Plan.Task] = []
  private(set) var copies: [Update] = []
  /// The nodes that run once, in order.
  let prologue: [NodeID]
  /// The nodes of a run, in order.
  let order: [NodeID]
  /// By position in `order`, the bytes that are alive.
  private(set) var liveBytes: [Int] = []
  /// The number of workers.
  let workers: Int

  let model: MemoryModel
  private let gathered: Set<String>
  private var live: LiveBytes
  /// By value, the value that stands for all in its memory.
  private var memories: [Int]
  private var hazards: Hazards
  /// By memory, what is known of its buffer, for transient ones.
  private var histories: [BufferHistory]
  private var shares: Shares
  /// By node, how it is cut where that is given.
  private let given: [[Block?]?]
  /// The bytes that a phase may take, those included that died in it.
  private let allowance: Int
  /// The bytes that died in the current phase.
  private var deadBytes = 0

  /// A walk over an order.
  ///
  /// - Parameters:
  ///   - given: by node, how it is cut; nil, or nothing at all, where the planner may choose.
  ///   - allowance: where a phase would take more bytes than this, those included that died in it
  ///     and wait for a barrier to be used again, the workers meet.
  init(
    _ model: MemoryModel, order: [NodeID], workers: Int, gathered: Set<String>,
    shares given: [[Block?]?] = [], allowance: Int = .max
  ) {
    self.given = given
    self.model = model
    self.workers = workers
    self.gathered = gathered
    self.allowance = allowance
    prologue = order.filter { model.isPrologue[$0.index] }
    self.order = order.filter { !model.isPrologue[$0.index] }
    live = LiveBytes(model)
    memories = model.roots
    histories = Array(repeating: BufferHistory(), count: memories.count)
    hazards = Hazards(memories: memories.count, workers: workers)
    shares = Shares(workers: workers)
  }

  /// Chooses everything but the offsets.
  mutating func schedule() {
    touchInputs()
    deadBytes = live.peak - live.live
    liveBytes.reserveCapacity(order.count)
    for (position, id) in order.enumerated() {
      let turn = live.turn(of: id.index)
      shareMemory(id.index, turn)
      addTask(id, at: position, turn)
      liveBytes.append(live.live + turn.allocated)
      live.run(id.index, turn)
      deadBytes += turn.freed
    }
    for update in model.graph.updates
    where model.fixedPlaces[memories[update.value.index]] != .state(update.state) {
      copies.append(update)
    }
  }

  /// The most bytes that are alive at one time.
  var lowerBound: Int { live.peak }

  /// What the plan needs with its buffers in their places.
  func figures(of buffers: [Buffer]) -> MemoryFigures {
    let graph = model.graph
    let outputs = Plan.overwrittenOutputs(of: graph, by: copies) {
      model.fixedPlaces[memory(of: $0)]
    }
    return MemoryFigures(
      state: model.stateBytes, persistent: model.persistentBytes,
      copies: (copies.map(\.value) + outputs.map(\.value)).reduce(0) {
        $0 + Buffer.aligned(graph.type(of: $1).byteCount)
      },
      naive: buffers.reduce(0) { $0 + $1.byteCount },
      planned: buffers.reduce(0) { max($0, $1.extent.upperBound) }, lowerBound: lowerBound)
  }

  /// Inputs are written before the first task: by the caller, or by the workers, row by row.
  private mutating func touchInputs() {
    let graph = model.graph
    for input in graph.inputs where model.fixedPlaces[input.index] == nil {
      guard case .input(let name) = graph[input].definition else { continue }
      let type = graph.type(of: input)
      let whole = Block(rows: 0..<type.rows, columns: 0..<type.columns)
      let regions: [Block?] =
        gathered.contains(name)
        ? shares.cut(whole, along: type.rank >= 2 ? .rows : .columns, units: type.shape[0])
        : (0..<workers).map { $0 == 0 ? whole : nil }
      let access = self.access(to: input, .element, regions, isWrite: true)
      histories[input.index].note(input, access.stretches, at: -1, phase: 0)
      if gathered.contains(name) {
        gathers.append(Plan.Gather(input: input, regions: regions))
        hazards.note(access)
      }
    }
  }

  /// Lets results take the memory of operands that die here, or of the state they update.
  private mutating func shareMemory(_ node: Int, _ turn: MemoryModel.Turn) {
    guard turn.taken != 0 else { return }
    for (place, overwrite) in model.overwrites[node].enumerated()
    where place < 64 && turn.taken & (1 << UInt64(place)) != 0 {
      memories[overwrite.result] = memories[overwrite.operand]
    }
  }

  private func memory(of value: ValueID) -> Int { memories[model.roots[value.index]] }

  private func access(
    to value: ValueID, _ pattern: Work.Access, _ blocks: [Block?], isWrite: Bool
  ) -> Hazards.Access {
    let type = model.graph.type(of: value)
    return Hazards.Access(
      memory: memory(of: value), rows: type.rows, columns: type.columns,
      elementSize: type.element.size, blocks: blocks, pattern: pattern, isWrite: isWrite)
  }

  /// What a node touches when its domain is cut into these blocks: operands, then results.
  private func accesses(of node: Node, _ work: Work, _ blocks: [Block?]) -> [Hazards.Access] {
    var accesses: [Hazards.Access] = []
    accesses.reserveCapacity(node.operands.count + node.results.count)
    for (operand, pattern) in zip(node.operands, work.operands) {
      accesses.append(access(to: operand, pattern, blocks, isWrite: false))
    }
    for (result, pattern) in zip(node.results, work.results) {
      accesses.append(access(to: result, pattern, blocks, isWrite: true))
    }
    return accesses
  }

  /// Cuts a node among the workers along the axis that needs no barrier, or else the preferred one,
  /// and puts a barrier before it where a share meets what another worker did since the last one, or
  /// where memory that died since then is needed.
  private mutating func addTask(_ id: NodeID, at position: Int, _ turn: MemoryModel.Turn) {
    guard !model.isView[id.index] else { return }
    let node = model.graph[id]
    let work = model.works[id.index]
    let fixed = given.indices.contains(id.index) ? given[id.index] : nil
    var candidates = fixed.map { [$0] } ?? shares.candidates(work)
    var touched = accesses(of: node, work, candidates[0])
    let isOverfull =
      workers > 1 && deadBytes > 0 && turn.allocated > 0
      && live.live + turn.allocated + deadBytes > allowance
    var startsPhase = isOverfull
    if !isOverfull, touched.contains(where: hazards.conflicts) {
      startsPhase = true
      for other in candidates.indices.dropFirst() {
        let others = accesses(of: node, work, candidates[other])
        if others.contains(where: hazards.conflicts) { continue }
        candidates.swapAt(0, other)
        touched = others
        startsPhase = false
        break
      }
    }
    if startsPhase {
      hazards.startPhase()
      deadBytes = 0
    }
    for (value, access) in zip(node.operands + node.results, touched) {
      hazards.note(access)
      if model.fixedPlaces[access.memory] == nil {
        histories[access.memory].note(
          value, access.stretches, at: position, phase: hazards.phase)
      }
    }
    tasks.append(Plan.Task(node: id, blocks: candidates[0], startsPhase: startsPhase))
  }

  // MARK: After the walk

  /// The alias classes of transient values with their lifetimes.
  func buffers() -> [Buffer] {
    var isKept = Array(repeating: false, count: memories.count)
    for (root, memory) in memories.enumerated() where model.isKept[root] { isKept[memory] = true }
    return histories.indices.compactMap { index in
      histories[index].buffer(
        byteCount: model.byteCounts[index], isKept: isKept[index], end: order.count,
        phase: hazards.phase)
    }
  }

  /// Where every value lies, given where the buffers do.
  func places(with buffers: [Buffer]) -> [Plan.Place] {
    var places = model.fixedPlaces
    for buffer in buffers {
      for value in buffer.values { places[value.index] = .transient(offset: buffer.offset) }
    }
    return model.graph.values.indices.map { index in
      guard let place = places[index] ?? places[memory(of: ValueID(index))] else {
        preconditionFailure("value \(index) of graph '\(model.graph.name)' has no place")
      }
      return place
    }
  }
}
