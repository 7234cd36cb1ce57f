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
///
/// Results that jump (see `SteppedOp`) have a rule of their own, element by element. In the third
/// run, what decides on which side they are stays as it was, so that no jump widens the bound of a
/// tensor. A fourth run is the first one but for what decides: each element of that moves towards
/// its boundary by what it may differ itself, which is `tolerance` times its size where the value is
/// claimed, so that both graphs read the same, and else its tensor's bound. An element may differ
/// by the height of a jump only where this crosses the boundary; all others keep to the bound.
struct RewriteComparison {
  /// The first graph's run, whose values are right by definition.
  let reference: Interpreter
  private let rewritten: Interpreter
  private let moved: Interpreter
  private let movedClaims: [ValueID: Matrix]
  /// The fourth run; nil where nothing jumps.
  private let crossed: Interpreter?
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
    var claimed: [ValueID: Matrix] = [:]
    for claim in claims where before.type(of: claim.before) == after.type(of: claim.after) {
      // Of several values with one stand-in the first is read: an input rather than a copy of it.
      if anchors[claim.after] == nil { anchors[claim.after] = reference[claim.before] }
      claimed[claim.before] = reference[claim.before]
    }
    self.reference = reference
    computed = claims.filter { before.node(defining: $0.before) != nil }
    self.tolerance = tolerance
    movedClaims = claimed.mapValues { Matrix(like: $0) }
    rewritten = Interpreter(after, team: team, anchors: anchors)
    moved = Interpreter(before, team: team, anchors: movedClaims)
    crossed =
      before.hasSteps ? Interpreter(before, team: team, anchors: claimed) : nil
  }

  /// The bytes that the comparison of two graphs takes: up to three runs of the first, its
  /// claimed values once more, one run of the second, and the numbers that are compared, as `Double`.
  static func byteCount(_ before: Graph, _ after: Graph) -> Int {
    let largest = before.values.reduce(0) { max($0, $1.type.count) }
    return (before.hasSteps ? 4 : 3) * Interpreter.byteCount(before) + Interpreter.byteCount(after)
      + 5 * largest * MemoryLayout<Double>.size
  }

  /// Compares all pairs on these inputs and states.
  func compare(_ values: Feed, _ random: inout RandomStream) -> [Finding] {
    for interpreter in [rewritten, moved, crossed, reference] {
      if let interpreter { values.write(to: interpreter) }
    }
    reference.run()
    for (value, matrix) in movedClaims.sorted(by: { $0.key < $1.key }) {
      matrix.write(bytes: reference[value].bytes())
      matrix.move(by: tolerance, &random)
    }
    moved.run { node in
      moved.repeat(node) { $0.decides ? reference[$0.value] : movedClaims[$0.value] }
      for result in node.results where movedClaims[result] == nil {
        moved[result].move(by: tolerance, &random)
      }
    }
    crossed?.run { node in
      crossed?.repeat(node) { operand in
        operand.decides
          ? towardsBoundary(operand.value, of: node)
          : movedClaims[operand.value].map { _ in reference[operand.value] }
      }
    }
    rewritten.run()
    return computed.map { claim in
      Finding(
        claim: claim,
        deviation: Deviation(
          of: rewritten[claim.after], from: reference[claim.before], moved: moved[claim.before],
          crossed: crossed?[claim.before], tolerance: tolerance))
    }
  }

  /// What decides on the results of a node, moved towards the boundary by what it may differ.
  private func towardsBoundary(_ value: ValueID, of node: Node) -> Matrix? {
    guard let op = node.op as? any SteppedOp, let crossed else { return nil }
    let isClaimed = movedClaims[value] != nil
    let bound =
      isClaimed
      ? 0
      : Deviation.bound(of: reference[value], moved: moved[value], tolerance: tolerance)
    let values = (isClaimed ? reference : crossed)[value].values(as: Double.self)
    let moves = op.movesTowardsBoundary(node.operands.map { reference[$0] })
    let matrix = Matrix(like: reference[value])
    matrix.write(
      zip(values, moves).map { value, move in
        value + move * (isClaimed ? tolerance * value.magnitude : bound)
      })
    return matrix
  }
}

extension Graph {
  /// Whether results of some node may jump.
  fileprivate var hasSteps: Bool {
    nodes.contains { ($0.op as? any SteppedOp)?.decidingOperand != nil }
  }
}

extension Interpreter {
  /// Computes a node whose results may jump once more, on other operands; leaves any other node be.
  ///
  /// - Parameter substitute: what an operand is read from in place of the value computed here, and
  ///   nil where that is read; `decides` tells the operand that decides on the side of the results.
  fileprivate func `repeat`(
    _ node: Node, on substitute: ((value: ValueID, decides: Bool)) -> Matrix?
  ) {
    guard let deciding = (node.op as? any SteppedOp)?.decidingOperand else { return }
    let operands = node.operands.enumerated().map { index, value in
      substitute((value, index == deciding)) ?? self[value]
    }
    run(node, on: operands)
  }
}

extension Matrix {
  /// A matrix of its own of the same type.
  fileprivate init(like other: Matrix) {
    self = Memory(byteCount: Buffer.aligned(other.count * other.element.size)).matrix(
      at: 0, other.element, rows: other.rows, columns: other.columns)
  }
}
