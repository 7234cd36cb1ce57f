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
    var buffers = place(planner.buffers())
    let lowerBound = Self.lowerBound(of: buffers)
    if workers > 1, Self.size(of: buffers) > Self.tolerated(lowerBound) {
      // Workers that go on side by side can't take over each other's memory. Where that costs too
      // much they meet more often: before bytes that are worth it are taken again.
      var sparing = Planner(graph, workers: workers, gathered: gathered, handover: lowerBound / 32)
      sparing.schedule()
      let spared = place(sparing.buffers())
      if Self.size(of: spared) < Self.size(of: buffers) { (planner, buffers) = (sparing, spared) }
    }
    self.init(planner, buffers)
  }

  /// The plan that a planner's schedule and its placed buffers make.
  init(_ planner: Planner, _ buffers: [Buffer]) {
    let graph = planner.graph
    self.graph = graph
    workers = planner.workers
    gathers = planner.gathers
    prologue = planner.prologue
    tasks = planner.tasks
    copies = planner.copies
    self.buffers = buffers

    places = planner.places(with: buffers)
    persistentBytes = planner.persistentBytes
    memory = MemoryFigures(
      state: graph.states.reduce(0) { $0 + graph.type(of: $1.value).byteCount },
      naive: buffers.reduce(0) { $0 + $1.byteCount },
      planned: Self.size(of: buffers), lowerBound: Self.lowerBound(of: buffers))
  }

  /// What a plan may need without more barriers, given the least that any needs: a tenth more.
  private static func tolerated(_ lowerBound: Int) -> Int { lowerBound + lowerBound / 10 }

  /// The bytes that buffers take where they lie.
  private static func size(of buffers: [Buffer]) -> Int {
    buffers.reduce(0) { max($0, $1.extent.upperBound) }
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
  private(set) var persistentBytes = 0

  let graph: Graph
  let workers: Int
  private let gathered: Set<String>
  /// The places of states, scalar inputs and prologue values, by root.
  private var fixedPlaces: [Plan.Place?]
  private var classes: AliasClasses
  /// The last position at which a root's memory is read.
  private var lastUse: [Int]
  private var hazards: Hazards
  /// What is known of the buffers of transient roots.
  private var histories: [BufferHistory]
  /// The number of positions, which is where outputs are read.
  private var end = 0
  /// How many bytes have to die in a phase to be worth a barrier, after which they are free.
  private let handover: Int
  /// The bytes that died in the current phase.
  private var deadBytes = 0

  init(_ graph: Graph, workers: Int, gathered: Set<String>, handover: Int = .max) {
    self.handover = handover
    self.graph = graph
    self.workers = workers
    self.gathered = gathered
    classes = AliasClasses(graph)
    lastUse = Array(repeating: -1, count: graph.values.count)
    fixedPlaces = Array(repeating: nil, count: graph.values.count)
    histories = Array(repeating: BufferHistory(), count: graph.values.count)
    hazards = Hazards(graph, workers: workers)
  }

  /// Chooses everything but the offsets.
  mutating func schedule() {
    let order = splitPrologue(order(of: graph))
    end = order.count
    fixPlaces()
    findLastUses(order)
    touchInputs()
    let updateOf = Dictionary(
      graph.updates.map { ($0.value, $0.state) }, uniquingKeysWith: { first, _ in first })
    for (position, id) in order.enumerated() {
      shareMemory(id, at: position, updateOf)
      addTask(id, at: position)
      countDead(id, at: position)
    }
    for update in graph.updates
    where fixedPlaces[classes.root(update.value).index] != .state(update.state) {
      copies.append(update)
    }
  }

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
      for result in graph[id].results where classes.root(result) == result { persist(result) }
    }
  }

  private mutating func findLastUses(_ order: [NodeID]) {
    for (position, id) in order.enumerated() where !classes.isView(id) {
      for operand in graph[id].operands { lastUse[classes.root(operand).index] = position }
    }
    for output in graph.outputs { lastUse[classes.root(output.value).index] = end }
    for update in graph.updates {
      // The new value is read when the run ends, the old one no later than by its last reader.
      lastUse[classes.root(update.value).index] = end
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
      let access = Hazards.Access(
        root: input, value: input, regions: regions, isWrite: true)
      note(access, at: -1)
      if gathered.contains(name) {
        gathers.append(Plan.Gather(input: input, regions: regions))
        hazards.note(access)
      }
    }
  }

  // MARK: The walk

  /// Lets results take the memory of operands that die here, or of the state they update.
  private mutating func shareMemory(
    _ id: NodeID, at position: Int, _ updateOf: [ValueID: Int]
  ) {
    let node = graph[id]
    let aliases = node.op.aliases
    guard aliases.contains(where: { $0.kind == .inPlace }) else { return }
    let work = graph.work(of: node)
    var taken: Set<ValueID> = []
    for alias in aliases where alias.kind == .inPlace {
      let (result, operand) = (node.results[alias.result], node.operands[alias.operand])
      let memory = classes.root(operand)
      // A result that has its memory already stands in no class but its own, and memory can be
      // taken by one result only.
      guard classes.root(result) == result, !taken.contains(memory),
        graph.type(of: result).byteCount == graph.type(of: operand).byteCount,
        work.results[alias.result] == work.operands[alias.operand]
      else { continue }
      // Another operand in the same memory would be overwritten while it is still read, unless it
      // is read element by element too.
      let others = node.operands.indices.filter {
        $0 != alias.operand && classes.root(node.operands[$0]) == memory
      }
      guard others.allSatisfy({ work.operands[$0] == work.operands[alias.operand] }) else {
        continue
      }
      switch fixedPlaces[memory.index] {
      case nil:
        guard lastUse[memory.index] == position else { continue }
      case .state(let state):
        guard updateOf[result] == state, graph.states[state].value == operand,
          lastUse[memory.index] == position
        else { continue }
      case .persistent, .transient: continue
      }
      taken.insert(memory)
      lastUse[memory.index] = max(lastUse[result.index], position)
      classes.join(result, to: memory)
    }
  }

  /// Cuts a node among the workers along the axis that needs no barrier, or else the preferred one,
  /// and puts a barrier before it where a share meets what another worker did since the last one.
  private mutating func addTask(_ id: NodeID, at position: Int) {
    let node = graph[id]
    guard !classes.isView(id) else { return }
    let work = graph.work(of: node)
    let candidates =
      work.axes.isEmpty
      ? [[work.domain] + Array(repeating: nil, count: workers - 1)]
      : work.axes.map { cut(work, along: $0) }
    func accesses(_ blocks: [Block?]) -> [Hazards.Access] {
      let reads = zip(node.operands, work.operands).map { ($0, $1, false) }
      let writes = zip(node.results, work.results).map { ($0, $1, true) }
      return (reads + writes).map { value, access, isWrite in
        Hazards.Access(
          root: classes.root(value), value: value,
          regions: blocks.map { $0.map { access.region(of: graph.type(of: value), in: $0) } },
          isWrite: isWrite)
      }
    }
    let free = candidates.first { blocks in !accesses(blocks).contains(where: hazards.conflicts) }
    let blocks = free ?? candidates[0]
    let beginsBuffer = node.results.contains {
      classes.root($0) == $0 && fixedPlaces[$0.index] == nil
    }
    let startsPhase = free == nil || (beginsBuffer && deadBytes >= handover)
    if startsPhase {
      hazards.startPhase()
      deadBytes = 0
    }
    for access in accesses(blocks) {
      hazards.note(access)
      if fixedPlaces[access.root.index] == nil { note(access, at: position) }
    }
    tasks.append(Plan.Task(node: id, blocks: blocks, startsPhase: startsPhase))
  }

  /// Counts the bytes of memory that nobody reads behind a node.
  private mutating func countDead(_ id: NodeID, at position: Int) {
    let roots = Set((graph[id].operands + graph[id].results).map(classes.root))
    for root in roots where fixedPlaces[root.index] == nil && lastUse[root.index] <= position {
      deadBytes += Buffer.aligned(graph.type(of: root).byteCount)
    }
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

  private mutating func note(_ access: Hazards.Access, at position: Int) {
    let type = graph.type(of: access.value)
    histories[access.root.index].note(
      access.value, type, access.regions.map { $0.map(type.bytes(of:)) }, at: position,
      phase: hazards.phase)
  }

  // MARK: After the walk

  /// The alias classes of transient values with their lifetimes.
  func buffers() -> [Buffer] {
    histories.indices.compactMap { index in
      histories[index].buffer(lastUse: lastUse[index], end: end, phase: hazards.phase)
    }
  }

  /// Where every value lies, given where the buffers do.
  func places(with buffers: [Buffer]) -> [Plan.Place] {
    var places = fixedPlaces
    for buffer in buffers {
      for value in buffer.values { places[value.index] = .transient(offset: buffer.offset) }
    }
    return graph.values.indices.map { index in
      let root = classes.root(ValueID(index))
      guard let place = places[index] ?? places[root.index] else {
        preconditionFailure("value \(index) of graph '\(graph.name)' has no place")
      }
      return place
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
