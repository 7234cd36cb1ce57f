public import IR
public import Kernels

extension Plan {
  /// Plans a graph for a number of workers.
  ///
  /// Some orders are planned, each with the barriers that it needs and, where its buffers then do not
  /// fit in the lower bound, with more. Workers that go on side by side can't take over each other's
  /// memory, so the bytes that die between two barriers have to wait for the next one. Of all plans
  /// within a 200th of the smallest, the one with the fewest barriers is taken, then the smallest,
  /// then the first. A budget goes first: of plans that fit it and others, only the former count, and
  /// where none does, the smallest is taken; so a budget of nothing asks for the smallest.
  ///
  /// - Parameters:
  ///   - gathered: the inputs that the workers gather by rows at the start of a run.
  ///   - shares: by node, each worker's block, as in another plan whose results have to come out the
  ///     same to the bit; nil, or nothing at all, where the planner may choose.
  ///   - budget: what a run may take in all, in bytes, if it can be had.
  public init(
    _ graph: Graph, workers: Int, gathered: Set<String> = [], shares: [[Block?]?] = [],
    within budget: Int? = nil
  ) {
    precondition(workers >= 1, "a plan needs a worker")
    let model = MemoryModel(graph)
    var plans: [Candidate] = []
    for order in model.orders(isTight: budget != nil) {
      for allowance in Self.allowances(model.cost(of: order), workers: workers, graph) {
        var planner = Planner(
          model, order: order, workers: workers, gathered: gathered, shares: shares,
          allowance: allowance)
        planner.schedule()
        let plan = Candidate(planner, budget)
        plans.append(plan)
        let bound = plan.memory.lowerBound
        if plan.memory.planned <= (plan.fits ? bound + bound / Self.tolerance : bound) { break }
      }
    }
    let chosen = Self.best(of: plans)
    self.init(chosen.planner, chosen.buffers, chosen.memory)
  }

  /// One barrier more is worth it where it spares more than this part of the memory.
  private static let tolerance = 200

  /// The plan to take.
  private static func best(of plans: [Candidate]) -> Candidate {
    let fitting = plans.filter(\.fits)
    let eligible = fitting.isEmpty ? plans : fitting
    let least = eligible.reduce(.max) { min($0, $1.size) }
    let spare = fitting.isEmpty ? 0 : least / tolerance
    let close = eligible.filter { $0.size <= least + spare }
    let best = close.indices.min {
      (close[$0].barriers, close[$0].size, $0) < (close[$1].barriers, close[$1].size, $1)
    }
    return close[best ?? 0]
  }

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
    var memory: MemoryFigures
    var barriers: Int
    /// Whether it is within the budget.
    var fits: Bool

    /// The bytes that depend on the plan.
    var size: Int { memory.planned + memory.copies }

    init(_ planner: Planner, _ budget: Int?) {
      self.planner = planner
      // What is left of the last thousandth is not worth a long search, unless a budget decides.
      let bound = planner.lowerBound
      let others = planner.figures(of: []).whole
      let room = budget.map { $0 - others } ?? .max
      let enough = bound + bound / 1_000
      buffers = place(planner.buffers(), within: min(max(room, bound), enough))
      memory = planner.figures(of: buffers)
      fits = memory.planned <= room
      barriers = planner.tasks.count { $0.startsPhase }
    }
  }

  private init(_ planner: Planner, _ buffers: [Buffer], _ memory: MemoryFigures) {
    graph = planner.model.graph
    workers = planner.workers
    gathers = planner.gathers
    prologue = planner.prologue
    order = planner.order
    tasks = planner.tasks
    copies = planner.copies
    liveBytes = planner.liveBytes
    self.buffers = buffers
    places = planner.places(with: buffers)
    self.memory = memory
  }

  /// The plan that a planner's schedule and its placed buffers make.
  init(_ planner: Planner, _ buffers: [Buffer]) {
    self.init(planner, buffers, planner.figures(of: buffers))
  }
}
