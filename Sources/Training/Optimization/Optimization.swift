import IR
import Passes

/// A graph, what the passes make of it, and which values they claim to be equal but for rounding.
struct Optimization {
  /// Two values, one in each graph.
  struct Claim: Hashable {
    var before: ValueID
    var after: ValueID
  }

  /// What one pass did.
  struct Step {
    var pass: String
    var before: Graph
    var after: Graph
    var claims: [Claim]
  }

  /// The graph that is not optimised.
  let before: Graph
  /// The optimised graph.
  let after: Graph
  /// What all passes together claim, in the order of the values before.
  let claims: [Claim]
  /// What each pass that changed something did, in order.
  let steps: [Step]

  /// Runs passes on a graph.
  ///
  /// - Parameters:
  ///   - graph: the graph as it was lowered or read.
  ///   - unoptimized: the passes without which there is nothing to run, such as `differentiate`.
  ///   - optimized: the same passes and the optimisations behind them.
  init(_ graph: Graph, unoptimized: Pipeline, optimized: Pipeline) throws {
    var required = 0
    let before = try unoptimized.run(on: graph) { if $0.rewrite != nil { required += 1 } }
    var rewrites: [(pass: String, rewrite: Rewrite)] = []
    after = try optimized.run(on: graph) { stage in
      if let rewrite = stage.rewrite { rewrites.append((stage.name, rewrite)) }
    }

    var steps: [Step] = []
    var standIns: [ValueID?] = before.values.indices.map { ValueID($0) }
    var current = before
    for (pass, rewrite) in rewrites.dropFirst(required) {
      steps.append(
        Step(
          pass: pass, before: current, after: rewrite.graph,
          claims: Self.claims(current, rewrite.graph, rewrite.standIns)))
      standIns = standIns.map { value in
        value.flatMap {
          rewrite.standIns.indices.contains($0.index) ? rewrite.standIns[$0.index] : nil
        }
      }
      current = rewrite.graph
    }
    self.before = before
    self.steps = steps
    claims = Self.claims(before, after, standIns)
  }

  /// What stand-ins claim, and that outputs and updates of one name are equal, whatever the
  /// stand-ins say.
  private static func claims(
    _ before: Graph, _ after: Graph, _ standIns: [ValueID?]
  ) -> [Claim] {
    var claims: Set<Claim> = []
    for (index, standIn) in standIns.enumerated() {
      if let standIn { claims.insert(Claim(before: ValueID(index), after: standIn)) }
    }
    for output in before.outputs {
      guard let value = after.output(output.name) else { continue }
      claims.insert(Claim(before: output.value, after: value))
    }
    let updated = Dictionary(
      after.updates.map { (after.states[$0.state].name, $0.value) }, uniquingKeysWith: { a, _ in a }
    )
    for update in before.updates {
      guard let value = updated[before.states[update.state].name] else { continue }
      claims.insert(Claim(before: update.value, after: value))
    }
    return claims.sorted { ($0.before, $0.after) < ($1.before, $1.after) }
  }

  /// The first pass behind which an output or update has no counterpart, though it had one before,
  /// given its value in the graph that is not optimised; nil where every pass kept it.
  func passLosing(_ value: ValueID) -> String? {
    let outputs = Set(before.outputs.filter { $0.value == value }.map(\.name))
    let updates = Set(
      before.updates.filter { $0.value == value }.map { before.states[$0.state].name })
    return steps.first { step in
      let graph = step.after
      return !outputs.isSubset(of: graph.outputs.map(\.name))
        || !updates.isSubset(of: graph.updates.map { graph.states[$0.state].name })
    }?.pass
  }
}
