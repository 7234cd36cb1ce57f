public import IR
public import Kernels

extension Plan {
  /// Plans a graph for a number of workers.
  ///
  /// Some orders are planned, each with the barriers that it needs and, where its buffers then do not
  /// fit in the lower bound, with more. Workers that go on side by side can't take over each other's
  /// memory, so the bytes that die between two barriers have to wait for the next one. Of all plans
  /// within a 200th of the smallest, the one with the fewest barriers is taken, then the smallest,
  /// then the first.
  ///
  /// - Parameters:
  ///   - gathered: the inputs that the workers gather by rows at the start of a run.
  ///   - shares: by node, each worker's block, as in another plan whose results have to come out the
  ///     same to the bit; nil, or nothing at all, where the planner may choose.
  public init(
    _ graph: Graph, workers: Int, gathered: Set<String> = [], shares: [[Block?]?] = []
  ) {
    precondition(workers >= 1, "a plan needs a worker")
    let model = MemoryModel(graph)
    var plans: [Candidate] = []
    for order in model.orders() {
      let lowerBound = model.cost(of: order)
      for allowance in Self.allowances(lowerBound, workers: workers, graph) {
        var planner = Planner(
          model, order: order, workers: workers, gathered: gathered, shares: shares,
          allowance: allowance)
        planner.schedule()
        let plan = Candidate(planner)
        plans.append(plan)
        if plan.size <= lowerBound + lowerBound / Self.tolerance { break }
      }
    }
    let least = plans.reduce(.max) { min($0, $1.size) }
    let close = plans.filter { $0.size <= least + least / Self.tolerance }
    let best = close.indices.min {
      (close[$0].barriers, close[$0].size, $0) < (close[$1].barriers, close[$1].size, $1)
    }
    let chosen = close[best ?? 0]
    self.init(chosen.planner, chosen.buffers)
  }

  /// One barrier more is worth it where it spares more than this part of the memory.
  private static let tolerance = 200

  /// What the phases of one plan after another may take: anything, then less and less, down to none
  /// that both frees bytes and takes some. Large graphs are planned twice at most.
  private static func allowances(_ lowerBound: Int, workers: Int, _ graph: Graph) -> [Int] {
    if workers == 1 { return [.max] }
    let hundredths = graph.nodes.count > 5_000 ? [100] : [100, 97, 94, 90, 80, 60, 0]
    return [.max] + hundredths.map { lowerBound * $0 / 100 }
  }

  /// A schedule with its placed buffers.
  private struct Candidate {
    var planner: Planner
    var buffers: [Buffer]
    /// The bytes it takes, with those to be copied at the end.
    var size: Int
    var barriers: Int

    init(_ planner: Planner) {
      self.planner = planner
      // What is left of the last thousandth is not worth a long search.
      buffers = place(
        planner.buffers(), within: planner.lowerBound + planner.lowerBound / 1_000)
      size = Plan.size(of: buffers) + planner.copiedBytes
      barriers = planner.tasks.count { $0.startsPhase }
    }
  }

  /// The plan that a planner's schedule and its placed buffers make.
  init(_ planner: Planner, _ buffers: [Buffer]) {
    let graph = planner.model.graph
    self.graph = graph
    workers = planner.workers
    gathers = planner.gathers
    prologue = planner.prologue
    order = planner.order
    tasks = planner.tasks
    copies = planner.copies
    liveBytes = planner.liveBytes
    self.buffers = buffers
    places = planner.places(with: buffers)
    persistentBytes = planner.model.persistentBytes
    memory = MemoryFigures(
      state: graph.states.reduce(0) { $0 + graph.type(of: $1.value).byteCount },
      naive: buffers.reduce(0) { $0 + $1.byteCount },
      planned: Self.size(of: buffers), lowerBound: planner.lowerBound)
  }

  /// The bytes that buffers take where they lie.
  private static func size(of buffers: [Buffer]) -> Int {
    buffers.reduce(0) { max($0, $1.extent.upperBound) }
  }
}
