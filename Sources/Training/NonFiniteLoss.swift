import Execution
import IR
import Kernels
import Operators
import Source

/// The node with which a loss stops being a finite number: the first that makes NaN or an infinity,
/// and what its operands are.
struct NonFiniteLoss {
  /// The node.
  let node: NodeID
  /// What it is called and which layer it belongs to, such as `scale @dense1:2`.
  let place: String
  /// Why, in words that continue the place.
  let reason: String
  /// What would help.
  let help: String

  /// Runs a graph plainly and looks at every value; nil where this machine has no memory for that, or
  /// every value is finite.
  init?(_ graph: Graph, _ feed: Feed) {
    guard Interpreter.byteCount(graph) <= Machine.memory / 2 else { return nil }
    let run = Interpreter(graph, team: Team(workers: 1))
    feed.write(to: run)
    run.run()
    func isFinite(_ value: ValueID) -> Bool {
      run[value].values(as: Double.self).allSatisfy(\.isFinite)
    }
    guard let index = graph.nodes.firstIndex(where: { !$0.results.allSatisfy(isFinite) }) else {
      return nil
    }
    node = NodeID(index)
    let node = graph.nodes[index]
    place = graph.place(of: node.results[0])
    if let label = Self.strayLabel(of: node, in: graph, run) {
      reason = "reads the label \(label.value), but its \(label.limit) classes are counted from 0"
      help = "labels are from 0 to \(label.limit - 1)"
    } else {
      let largest = node.operands.reduce(0.0) { largest, operand in
        run[operand].values(as: Double.self).reduce(largest) { max($0, $1.magnitude) }
      }
      let size =
        largest > Double(Float.greatestFiniteMagnitude)
        ? "beyond 3.4e+38" : "up to \(Float(largest))"
      reason = "is the first that is not finite, of operands \(size)"
      help = "look at what this operator reads; smaller initial values or factors may help"
    }
  }

  /// A label that a node reads and that is none of its classes.
  private static func strayLabel(
    of node: Node, in graph: Graph, _ run: Interpreter
  ) -> (value: Int, limit: Int)? {
    guard let op = node.op as? any LabelledOp else { return nil }
    let limit = op.labelLimit(graph.types(of: node.operands))
    let labels = run[node.operands[op.labelOperand]].values(as: Double.self)
    return labels.first { !(0..<Double(limit)).contains($0) }.map { (Int($0), limit) }
  }
}
