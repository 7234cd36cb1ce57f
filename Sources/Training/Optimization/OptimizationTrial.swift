import Execution
import IR
import Kernels

/// One graph and what the passes made of it, on all batches.
struct OptimizationTrial {
  private let subject: OptimizationCheck.Subject
  private let optimization: Optimization
  private let element: ElementType
  private let tolerance: Double
  private let values: RewriteComparison
  private let ends: PlanComparison
  private let solo: Team
  private let batches: CheckBatches

  /// - Throws: E0502 where the values do not fit this machine; `PlanError` and `VerificationError`
  ///   where the planner or a pass is wrong.
  init(
    _ subject: OptimizationCheck.Subject, on batches: CheckBatches, team: Team, solo: Team
  ) throws {
    self.batches = batches
    self.subject = subject
    self.solo = solo
    optimization = try Optimization(
      subject.graph, unoptimized: subject.unoptimized, optimized: subject.optimized)
    let (before, after) = (optimization.before, optimization.after)
    let plan = Plan(after, workers: team.workers)
    try checkFits(
      RewriteComparison.byteCount(before, after) + PlanComparison.byteCount(before, plan)
        + batches.byteCount(for: before), on: Machine.memory,
      doing: "the comparison of all values")
    element = before.values.contains { $0.type.element == .f32 } ? .f32 : .f64
    tolerance = OptimizationCheck.tolerance(element)
    values = RewriteComparison(
      before, after, claims: optimization.claims, tolerance: tolerance, team: solo)
    ends = try PlanComparison(before, plan, tolerance: tolerance, team: team, solo: solo)
  }

  /// Runs batch after batch, each on the states that the one before left, until one differs;
  /// `willRun` is called with each batch's number, from 1.
  func run(
    states: inout [String: [Double]], _ willRun: (Int) -> Void
  ) throws -> OptimizationCheck.Comparison {
    let (before, after) = (optimization.before, optimization.after)
    var comparison = OptimizationCheck.Comparison(
      graph: subject.name, element: element, nodesBefore: before.nodes.count,
      nodesAfter: after.nodes.count, passes: optimization.steps.map(\.pass),
      values: values.computed.count)
    var random = RandomStream(seed: before.seed, stream: 0x6D6F_7665)
    addMissingStates(to: &states, &random)
    for batch in batches.inputs(of: before) {
      guard comparison.difference == nil else { break }
      willRun(comparison.batches + 1)
      let feed = Feed(inputs: batch.values, states: states)
      let pairs = values.compare(feed, &random)
      for (index, pair) in pairs.enumerated() {
        comparison.worstValue.include(
          pair.deviation, at: before.place(of: pair.claim.before))
        guard pair.deviation.isPartial else { continue }
        comparison.valuesNotFinite.include(
          index, at: before.place(of: pair.claim.before), in: batch.name)
      }
      let found = ends.compare(feed, to: values.reference, &random)
      for (index, end) in found.enumerated() {
        comparison.worstEnd.include(end.deviation, at: end.name)
        if end.deviation.isPartial {
          comparison.endsNotFinite.include(index, at: end.name, in: batch.name)
        }
      }
      comparison.ends = found.count
      comparison.batches += 1
      if let pair = pairs.first(where: \.deviation.isExcessive) {
        comparison.difference = difference(
          before.place(of: pair.claim.before), pair.deviation, batch.name,
          pass: guiltyPass(feed, &random), pair.claim.before, pair.claim.after)
      } else if let end = found.first(where: { isWrong($0) }) {
        comparison.difference = difference(
          end.name, end.deviation, batch.name, pass: optimization.passLosing(end.value), end.value,
          optimization.claims.first { $0.before == end.value }?.after)
      }
      for update in before.updates {
        states[before.states[update.state].name] = values.reference[update.value].values(
          as: Double.self)
      }
    }
    return comparison
  }

  /// Whether an end differs for another reason than rounding. In single precision a deep network can
  /// amplify the rounding of its products, which workers cut in another way, beyond what one moved
  /// run tells; the same plan in double precision shows what a wrong plan does.
  private func isWrong(_ end: PlanComparison.Finding) -> Bool {
    end.deviation.isExcessive
      && (element == .f64 || !end.deviation.ratio.isFinite
        || optimization.passLosing(end.value) != nil)
  }

  /// Gives states that no graph had before their first values, moved off the points of symmetry at
  /// which a wrong rewrite may show no difference, such as a normalisation by the mean 0 and the
  /// variance 1. An optimizer's states stay as they are.
  private func addMissingStates(
    to states: inout [String: [Double]], _ random: inout RandomStream
  ) {
    for state in optimization.before.states where states[state.name] == nil {
      let first = values.reference[state.value].values(as: Double.self)
      guard optimization.before.type(of: state.value).element.isFloatingPoint else {
        states[state.name] = first
        continue
      }
      states[state.name] =
        switch state.role {
        case .parameter: first.map { $0 + 0.05 * random.normal() }
        case .statistic: first.map { $0 + 0.25 * random.uniform() }
        case .optimizer: first
        }
    }
  }

  /// The first pass that by itself makes a difference on these inputs and states.
  private func guiltyPass(_ feed: Feed, _ random: inout RandomStream) -> String? {
    optimization.steps.first { step in
      RewriteComparison(
        step.before, step.after, claims: step.claims, tolerance: tolerance, team: solo
      ).compare(feed, &random).contains { $0.deviation.isExcessive }
    }?.pass
  }

  private func difference(
    _ place: String, _ deviation: Deviation, _ batch: String, pass: String?, _ before: ValueID,
    _ after: ValueID?
  ) -> OptimizationCheck.Difference {
    OptimizationCheck.Difference(
      place: place, pass: pass, batch: batch, difference: deviation.difference,
      bound: deviation.bound, before: Neighborhood(of: before, in: optimization.before),
      after: after.map { Neighborhood(of: $0, in: optimization.after) })
  }
}
