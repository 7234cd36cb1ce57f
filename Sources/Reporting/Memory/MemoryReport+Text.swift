import Execution
import IR

extension MemoryReport {
  /// The report for people.
  public var text: String {
    """
    \(table)
    parameters, optimizer and statistics stay from run to run. Inputs, saved (made forward, read
    backward), gradients (of parameters) and workspace (the rest) share one memory over time: each
    is the most that is alive at any one time, which is not the same time for all, so they do not
    add up. "at peak" does: it is what is alive of each layer when the most is.

    \(peak)
    naive    \(exactBytes(memory.naive)), no buffer shares memory with another
    planned  \(exactBytes(memory.planned)), \(fixed(memory.ratio, 2)) x the lower bound
    bound    \(exactBytes(memory.lowerBound)), the most that is alive at one time
    whole    \(exactBytes(memory.whole)) with \(ingredients)

    \(verdict)

    """
  }

  private var memory: MemoryFigures { plan.memory }

  /// What the whole counts beside the plan.
  private var ingredients: String {
    var parts = ["states"]
    if memory.persistent > 0 { parts.append("what else persists") }
    if memory.copies > 0 {
      parts.append("\(bytes(memory.copies)) saved at the end, where values are copied over states")
    }
    let last = parts.removeLast()
    return parts.isEmpty ? last : "\(parts.joined(separator: ", ")) and \(last)"
  }

  private typealias Column = (title: String, bytes: KeyPath<Row, Int>)

  private var table: String {
    let columns: [Column] = [
      ("parameters", \.parameters), ("optimizer", \.optimizer), ("statistics", \.statistics),
      ("inputs", \.inputs), ("saved", \.saved), ("gradients", \.gradients),
      ("workspace", \.workspace), ("at peak", \.peak),
    ]
    let used = columns.filter { total[keyPath: $0.bytes] > 0 }
    var table = TextTable([("layer", .left)] + used.map { ($0.title, .right) })
    func cells(_ row: Row) -> [String] {
      used.map { row[keyPath: $0.bytes] == 0 ? "" : bytes(row[keyPath: $0.bytes]) }
    }
    for row in rows { table.add([row.name] + cells(row)) }
    table.add(["whole graph"] + cells(total))
    return table.text
  }

  private var peak: String {
    let names = ValueNames(plan.graph)
    let alive = timeline.alive(in: timeline.peakStep)
    var lines = ["The peak, \(exactBytes(timeline.peakBytes)), is \(peakPlace):"]
    var table: [[String]] = alive.prefix(Self.shown).map { tenancy in
      let value = plan.graph[tenancy.value]
      return [
        bytes(tenancy.byteCount), "%\(names[tenancy.value])", value.type.description,
        kinds[tenancy.value].title, value.origin?.description ?? "",
      ]
    }
    let rest = alive.dropFirst(Self.shown)
    if !rest.isEmpty {
      let sum = rest.reduce(0) { $0 + $1.byteCount }
      table.append([bytes(sum), "\(rest.count) other\(rest.count == 1 ? "" : "s")"])
    }
    var aligned = TextTable([.right, .left, .left, .left, .left])
    for row in table { aligned.add(row) }
    lines += aligned.text.split(separator: "\n").map { "  \($0)" }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The most values that are listed at the peak.
  private static let shown = 8

  private var peakPlace: String {
    guard let id = peakTask else {
      return timeline.peakStep == 0 ? "before the first node" : "behind the last node"
    }
    let node = plan.graph[id]
    let origin = node.origin.map { " of \($0.layer), line \($0.line)" } ?? ""
    return "at \(node.op.name)\(origin), "
      + "task \(timeline.peakStep) of \(plan.tasks.count), \(parts[id].rawValue)"
  }

  /// How much planning saved of the whole, and of what no plan can take away.
  private var verdict: String {
    let naive = memory.whole + savedByPlanning
    let states = memory.state + memory.persistent
    return """
      Planning saved \(bytes(savedByPlanning)), \(percent(savedByPlanning, of: memory.naive)) \
      of the transient bytes and \(percent(savedByPlanning, of: naive)) of the whole. \
      States are \(percent(states, of: memory.whole)) of
      what is left: no plan makes them smaller.
      """ + recomputation
  }

  /// Values that are computed twice count twice before planning, which then seems to save more.
  private var recomputation: String {
    let count = plan.graph.nodes.count { $0.isRecomputed }
    return count == 0
      ? ""
      : "\n\(count) nodes are computed a second time to save memory; their values count twice in "
        + "the\nbytes before planning, which the step without them does not have."
  }

  private func percent(_ part: Int, of whole: Int) -> String {
    whole == 0 ? "0.0 %" : "\(fixed(100 * Double(part) / Double(whole), 1)) %"
  }
}
