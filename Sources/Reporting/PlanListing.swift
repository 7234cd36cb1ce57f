public import Execution
import IR
import Kernels

/// A plan as text: the tasks in order with their shares and barriers, and where each result lies.
public struct PlanListing: Sendable {
  private let plan: Plan

  /// Lists a plan.
  public init(_ plan: Plan) { self.plan = plan }

  /// The listing.
  public var text: String {
    var lines: [String] = []
    for id in plan.prologue { lines.append("prologue    \(name(id))") }
    for gather in plan.gathers {
      let shares = gather.regions.map { $0.map(Self.text) ?? "-" }.joined(separator: " | ")
      lines.append("gather      \(place(gather.input))  \(shares)")
    }
    for task in plan.tasks {
      if task.startsPhase { lines.append("-- barrier --") }
      let shares = task.blocks.map { $0.map(Self.text) ?? "-" }.joined(separator: " | ")
      lines.append("\(name(task.node))  \(shares)")
    }
    for update in plan.copies {
      lines.append("copy        \(plan.graph.states[update.state].name)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func name(_ id: NodeID) -> String {
    let node = plan.graph[id]
    let results = node.results.map { place($0) }.joined(separator: ", ")
    return "\(node.op.name) -> \(results)\(node.origin.map { " \($0)" } ?? "")"
  }

  private func place(_ value: ValueID) -> String {
    let type = plan.graph.type(of: value)
    return switch plan.places[value.index] {
    case .state(let index): "\(type) in \(plan.graph.states[index].name)"
    case .persistent(let offset): "\(type) kept at \(offset)"
    case .transient(let offset): "\(type) at \(offset)"
    }
  }

  private static func text(_ block: Block) -> String {
    "[\(block.rows.lowerBound)..<\(block.rows.upperBound), "
      + "\(block.columns.lowerBound)..<\(block.columns.upperBound)]"
  }
}
