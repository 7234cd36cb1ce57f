import Execution
import IR
import Kernels

/// Runs a graph and what passes made of it on the same inputs and states, and compares every pair of
/// values that the passes claim to be equal.
///
/// In the rewritten graph a node reads, in place of each value that stands for one of the first
/// graph, that value as the first graph computed it. So rounding does not build up from op to op: a
/// pair differs only by what was computed between it and the pairs before it, and a pair that
/// differs by more than the bound is where a pass went wrong, not one of its followers.
///
/// The bound is measured: a third run of the first graph reads, in place of each claimed value, that
/// value with every element moved by a relative `tolerance` up or down at random. What comes out
/// differs from the first run by `tolerance` times a sum of the op's terms with random signs, which
/// is at most `tolerance` times the sum of the absolute terms; for ops that are not linear it is the
/// same to first order.
struct RewriteComparison {
  /// The first graph's run, whose values are right by definition.
  let reference: Interpreter
  private let rewritten: Interpreter
  private let moved: Interpreter
  private let movedClaims: [ValueID: Matrix]
  /// The pairs that are compared: those of which a node computes the first value.
  let computed: [Optimization.Claim]
  private let tolerance: Double

  /// A pair of values and how far they are apart.
  struct Finding {
    var claim: Optimization.Claim
    var deviation: Deviation
  }

  init(
    _ before: Graph, _ after: Graph, claims: [Optimization.Claim], tolerance: Double, team: Team
  ) {
    let reference = Interpreter(before, team: team)
    var anchors: [ValueID: Matrix] = [:]
    var movedClaims: [ValueID: Matrix] = [:]
    for claim in claims where before.type(of: claim.before) == after.type(of: claim.after) {
      let type = before.type(of: claim.before)
      // Of several values with one stand-in the first is read: an input rather than a copy of it.
      if anchors[claim.after] == nil { anchors[claim.after] = reference[claim.before] }
      if movedClaims[claim.before] == nil {
        movedClaims[claim.before] = Memory(byteCount: Buffer.aligned(type.byteCount)).matrix(
          at: 0, type.element, rows: type.rows, columns: type.columns)
      }
    }
    self.reference = reference
    computed = claims.filter { before.node(defining: $0.before) != nil }
    self.tolerance = tolerance
    self.movedClaims = movedClaims
    rewritten = Interpreter(after, team: team, anchors: anchors)
    moved = Interpreter(before, team: team, anchors: movedClaims)
  }

  /// Compares all pairs on these inputs and states.
  func compare(_ values: Feed, _ random: inout RandomStream) -> [Finding] {
    for interpreter in [rewritten, moved, reference] { values.write(to: interpreter) }
    reference.run()
    for (value, matrix) in movedClaims.sorted(by: { $0.key < $1.key }) {
      matrix.write(bytes: reference[value].bytes())
      matrix.move(by: tolerance, &random)
    }
    moved.run { [movedClaims] node in
      for result in node.results where movedClaims[result] == nil {
        moved[result].move(by: tolerance, &random)
      }
    }
    rewritten.run()
    return computed.map { claim in
      Finding(
        claim: claim,
        deviation: Deviation(
          of: rewritten[claim.after], from: reference[claim.before],
          moved: moved[claim.before], tolerance: tolerance))
    }
  }
}

/// The values of a graph's inputs and states, by name.
struct Feed {
  var inputs: [String: [Double]]
  var states: [String: [Double]]

  /// Writes them to where a graph reads them.
  func write(to interpreter: Interpreter) {
    let graph = interpreter.graph
    for input in graph.inputs {
      guard case .input(let name) = graph[input].definition else { continue }
      if let values = inputs[name] { interpreter[input].write(values) }
    }
    for state in graph.states {
      if let values = states[state.name] { interpreter[state.value].write(values) }
    }
  }
}
