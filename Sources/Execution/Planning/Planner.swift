public import IR
import Kernels

extension Plan {
  /// Plans a graph for a number of workers.
  ///
  /// - Parameter gathered: the inputs that the workers gather by rows at the start of a run.
  public init(_ graph: Graph, workers: Int, gathered: Set<String> = []) {
    precondition(workers >= 1, "a plan needs a worker")
    var planner = Planner(graph, workers: workers, gathered: gathered)
    planner.schedule()
    let buffers = place(planner.buffers())
    self.graph = graph
    self.workers = workers
    gathers = planner.gathers
    prologue = planner.prologue
    tasks = planner.tasks
    copies = planner.copies
    self.buffers = buffers

    var places = planner.fixedPlaces
    for buffer in buffers {
      for value in buffer.values { places[value.index] = .transient(offset: buffer.offset) }
    }
    self.places = places.map { $0 ?? .persistent(offset: 0) }
    persistentBytes = planner.persistentBytes
    memory = MemoryFigures(
      state: graph.states.reduce(0) { $0 + graph.type(of: $1.value).byteCount },
      naive: buffers.reduce(0) { $0 + $1.byteCount },
      planned: buffers.reduce(0) { max($0, $1.extent.upperBound) },
      lowerBound: Self.lowerBound(of: buffers))
  }

  /// The largest sum of live bytes over the order.
  private static func lowerBound(of buffers: [Buffer]) -> Int {
    var changes: [Int: Int] = [:]
    for buffer in buffers {
      changes[buffer.lifetime.lowerBound, default: 0] += buffer.byteCount
      changes[buffer.lifetime.upperBound + 1, default: 0] -= buffer.byteCount
    }
    var live = 0
    var most = 0
    for position in changes.keys.sorted() {
      live += changes[position, default: 0]
      most = max(most, live)
    }
    return most
  }
}

/// The walk over the order that chooses shares, barriers and what is computed in place.
struct Planner {
  private(set) var gathers: [Plan.Gather] = []
  private(set) var prologue: [NodeID] = []
  private(set) var tasks: [Plan.Task] = []
  private(set) var copies: [Update] = []
  /// The places of states, scalar inputs and prologue values.
  private(set) var fixedPlaces: [Plan.Place?]
  private(set) var persistentBytes = 0

  private let graph: Graph
  private let workers: Int
  private let gathered: Set<String>
  /// The value whose memory a value shares; itself for most.
  private var root: [ValueID]
  /// The last position at which a root's memory is read.
  private var lastUse: [Int]
  private var hazards: Hazards
  /// All touches of transient roots, for the buffers.
  private var touches: [ValueID: [Touch]] = [:]

  /// One node's use of a value's memory.
  private struct Touch {
    var position: Int
    var phase: Int
    var value: ValueID
    var regions: [Block?]
  }

  init(_ graph: Graph, workers: Int, gathered: Set<String>) {
    self.graph = graph
    self.workers = workers
    self.gathered = gathered
    root = graph.values.indices.map { ValueID($0) }
    lastUse = Array(repeating: -1, count: graph.values.count)
    fixedPlaces = Array(repeating: nil, count: graph.values.count)
    hazards = Hazards(graph)
  }

  /// Chooses everything but the offsets.
  mutating func schedule() {
    let order = splitPrologue(order(of: graph))
    fixPlaces()
    findViews()
    findLastUses(order)
    touchInputs()
    let updateOf = Dictionary(
      graph.updates.map { ($0.value, $0.state) }, uniquingKeysWith: { first, _ in first })
    for (position, id) in order.enumerated() {
      shareMemory(id, at: position, updateOf)
      addTask(id, at: position)
    }
    for update in graph.updates where fixedPlaces[root(update.value)] != .state(update.state) {
      copies.append(update)
    }
  }

  private func root(_ value: ValueID) -> Int { root[value.index].index }

  // MARK: Before the walk

  /// Takes the nodes that depend on states only out of an order: they run once, not in every run.
  private mutating func splitPrologue(_ order: [NodeID]) -> [NodeID] {
    let found = graph.prologue()
    prologue = order.filter(found.contains)
    return order.filter { !found.contains($0) }
  }

  /// States lie in their own memory; scalar inputs and prologue values persist.
  private mutating func fixPlaces() {
    for (index, state) in graph.states.enumerated() {
      fixedPlaces[state.value.index] = .state(index)
    }
    func persist(_ value: ValueID) {
      fixedPlaces[value.index] = .persistent(offset: persistentBytes)
      persistentBytes += Buffer.aligned(graph.type(of: value).byteCount)
    }
    for input in graph.inputs where graph.type(of: input).rank == 0 { persist(input) }
    for id in prologue {
      for result in graph[id].results where viewed(id, result) == nil { persist(result) }
    }
  }

  /// The operand that a result is another view of.
  private func viewed(_ id: NodeID, _ result: ValueID) -> ValueID? {
    let node = graph[id]
    guard let index = node.results.firstIndex(of: result),
      let alias = node.op.aliases.first(where: { $0.kind == .view && $0.result == index })
    else { return nil }
    return node.operands[alias.operand]
  }

  private mutating func findViews() {
    for index in graph.nodes.indices {
      for result in graph.nodes[index].results {
        if let operand = viewed(NodeID(index), result) {
          root[result.index] = root[operand.index]
          fixedPlaces[result.index] = fixedPlaces[root(operand)]
        }
      }
    }
  }

  private mutating func findLastUses(_ order: [NodeID]) {
    for (position, id) in order.enumerated() {
      for operand in graph[id].operands { lastUse[root(operand)] = position }
    }
    for output in graph.outputs { lastUse[root(output.value)] = order.count }
    for update in graph.updates {
      // The new value is read when the run ends, the old one no later than by its last reader.
      lastUse[root(update.value)] = order.count
    }
  }

  /// Inputs are written before the first task: by the caller, or by the workers, row by row.
  private mutating func touchInputs() {
    for input in graph.inputs where fixedPlaces[input.index] == nil {
      guard case .input(let name) = graph[input].definition else { continue }
      let type = graph.type(of: input)
      let rows = type.shape[0]
      let regions: [Block?] =
        gathered.contains(name)
        ? cut(rows).map { share in
          share.map {
            type.rank >= 2
              ? Block(rows: $0, columns: 0..<type.columns) : Block(rows: 0..<1, columns: $0)
          }
        }
        : (0..<workers).map { $0 == 0 ? type.wholeBlock : nil }
      touches[input, default: []].append(
        Touch(position: -1, phase: 0, value: input, regions: regions))
      if gathered.contains(name) {
        gathers.append(Plan.Gather(input: input, regions: regions))
        hazards.note(Hazards.Access(root: input, value: input, regions: regions, isWrite: true))
      }
    }
  }

  // MARK: The walk

  /// Lets results take the memory of operands that die here, or of the state they update.
  private mutating func shareMemory(
    _ id: NodeID, at position: Int, _ updateOf: [ValueID: Int]
  ) {
    let node = graph[id]
    let work = node.op.work(node.operands.map(graph.type(of:)), node.results.map(graph.type(of:)))
    for alias in node.op.aliases where alias.kind == .inPlace {
      let (result, operand) = (node.results[alias.result], node.operands[alias.operand])
      guard root[result.index] == result, fixedPlaces[result.index] == nil,
        graph.type(of: result).byteCount == graph.type(of: operand).byteCount,
        work.results[alias.result] == work.operands[alias.operand],
        lastUse[root(operand)] == position || isUpdate(result, of: operand, at: position, updateOf)
      else { continue }
      // Another operand in the same memory would be overwritten while it is still read, unless it
      // is read element by element too.
      let others = node.operands.indices.filter {
        $0 != alias.operand && root[node.operands[$0].index] == root[operand.index]
      }
      guard others.allSatisfy({ work.operands[$0] == work.operands[alias.operand] }) else {
        continue
      }
      switch fixedPlaces[root(operand)] {
      case nil:
        let end = lastUse[result.index]
        root[result.index] = root[operand.index]
        lastUse[root(operand)] = max(end, position)
      case .state where isUpdate(result, of: operand, at: position, updateOf):
        root[result.index] = root[operand.index]
        fixedPlaces[result.index] = fixedPlaces[root(operand)]
      default: break
      }
    }
  }

  /// Whether a result is the new value of the state that an operand reads, and the last to read it.
  private func isUpdate(
    _ result: ValueID, of operand: ValueID, at position: Int, _ updateOf: [ValueID: Int]
  ) -> Bool {
    guard let state = updateOf[result], graph.states[state].value == operand else { return false }
    return lastUse[operand.index] == position
  }

  /// Cuts a node among the workers along the axis that needs no barrier, or else the preferred one,
  /// and puts a barrier before it where a share meets what another worker did since the last one.
  private mutating func addTask(_ id: NodeID, at position: Int) {
    let node = graph[id]
    guard node.results.contains(where: { viewed(id, $0) == nil }) else { return }
    let work = node.op.work(node.operands.map(graph.type(of:)), node.results.map(graph.type(of:)))
    let candidates =
      work.axes.isEmpty
      ? [[work.domain] + Array(repeating: nil, count: workers - 1)]
      : work.axes.map { cut(work, along: $0) }
    func accesses(_ blocks: [Block?]) -> [Hazards.Access] {
      let reads = zip(node.operands, work.operands).map { ($0, $1, false) }
      let writes = zip(node.results, work.results).map { ($0, $1, true) }
      return (reads + writes).map { value, access, isWrite in
        Hazards.Access(
          root: root[value.index], value: value,
          regions: blocks.map { $0.map { access.region(of: graph.type(of: value), in: $0) } },
          isWrite: isWrite)
      }
    }
    let free = candidates.first { blocks in !accesses(blocks).contains(where: hazards.conflicts) }
    let blocks = free ?? candidates[0]
    if free == nil { hazards.startPhase() }
    for access in accesses(blocks) {
      hazards.note(access)
      if fixedPlaces[access.root.index] == nil {
        touches[access.root, default: []].append(
          Touch(
            position: position, phase: hazards.phase, value: access.value, regions: access.regions))
      }
    }
    tasks.append(Plan.Task(node: id, blocks: blocks, startsPhase: free == nil))
  }

  private func cut(_ work: Work, along axis: Work.Axis) -> [Block?] {
    cut(axis == .rows ? work.rows : work.columns).map { share in
      share.map {
        axis == .rows
          ? Block(rows: $0, columns: 0..<work.columns) : Block(rows: 0..<work.rows, columns: $0)
      }
    }
  }

  /// Cuts a number of units into a share for each worker, in steps of 16 where there are enough, so
  /// that shares begin at a cache line.
  private func cut(_ units: Int) -> [Range<Int>?] {
    let grain = units >= 32 * workers ? 16 : 1
    func bound(_ worker: Int) -> Int {
      worker == workers ? units : units * worker / workers / grain * grain
    }
    return (0..<workers).map { worker in
      let share = bound(worker)..<bound(worker + 1)
      return share.isEmpty ? nil : share
    }
  }

  // MARK: After the walk

  /// The alias classes of transient values with their lifetimes.
  func buffers() -> [Buffer] {
    touches.keys.sorted().map { key in
      let uses = touches[key] ?? []
      let values = uses.map(\.value)
      let first = uses.first?.phase ?? 0
      let isOutput = lastUse[key.index] > (uses.last?.position ?? 0)
      let last = isOutput ? hazards.phase + 1 : uses.last?.phase ?? 0
      return Buffer(
        values: Array(Set(values)).sorted(),
        byteCount: Buffer.aligned(values.map { graph.type(of: $0).byteCount }.max() ?? 0),
        lifetime: (uses.first?.position ?? 0)...max(
          lastUse[key.index], uses.last?.position ?? 0),
        firstPhase: first, lastPhase: last,
        firstTouches: hull(uses, in: first), lastTouches: hull(uses, in: last))
    }
  }

  /// The bytes that each worker touches in a phase, as one stretch.
  private func hull(_ touches: [Touch], in phase: Int) -> [Range<Int>?] {
    (0..<workers).map { worker in
      var stretch: Range<Int>?
      for touch in touches where touch.phase == phase {
        guard let region = touch.regions[worker] else { continue }
        let bytes = graph.type(of: touch.value).bytes(of: region)
        stretch =
          stretch.map {
            min($0.lowerBound, bytes.lowerBound)..<max($0.upperBound, bytes.upperBound)
          } ?? bytes
      }
      return stretch
    }
  }
}

extension Graph {
  /// The nodes that depend on nothing but states, in a graph that changes none.
  func prologue() -> Set<NodeID> {
    guard updates.isEmpty else { return [] }
    var found: Set<NodeID> = []
    for (index, node) in nodes.enumerated() where node.op.randomSite == nil {
      let isPrologue = node.operands.allSatisfy { operand in
        switch self[operand].definition {
        case .input: false
        case .state: true
        case .result(let id, _): found.contains(id)
        }
      }
      if isPrologue { found.insert(NodeID(index)) }
    }
    return found
  }
}
