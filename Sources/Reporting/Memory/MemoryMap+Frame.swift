import Execution
import IR

extension MemoryMap {
  /// The title, the figures and the legend.
  var head: [String] {
    let memory = plan.memory
    let figures =
      "\(plan.graph.name): \(bytes(memory.planned)) planned, \(fixed(memory.ratio, 2)) x the lower bound; "
      + "\(bytes(memory.naive)) naive; \(plan.tasks.count) tasks, \(plan.barrierCount) barriers for "
      + "\(plan.workers) worker\(plan.workers == 1 ? "" : "s")"
    var parts = [
      text("Transient memory: addresses across, time down", at: (16, 22), "", size: 15),
      text(figures, at: (16, 40), "quiet", size: 11),
    ]
    let used = Set(timeline.tenancies.map { kinds[$0.value] })
    var legend = ValueKind.allCases.filter(used.contains).map { ($0.rawValue, $0.title) }
    if plan.tasks.contains(where: { self.parts[$0.node] == .update }) {
      legend.append(("part-update", "update, in the strip"))
    }
    var x = 16.0
    for (style, title) in legend {
      parts.append(
        "<rect class=\"\(style)\" x=\"\(px(x))\" y=\"50\" width=\"11\" height=\"11\"/>")
      parts.append(text(title, at: (x + 16, 59), ""))
      x += 34 + textWidth(title)
    }
    if plan.barrierCount > 0 {
      parts.append(line("barrier", from: (x, 55.5), to: (x + 22, 55.5)))
      parts.append(text("barrier", at: (x + 27, 59), ""))
    }
    return parts
  }

  /// The frames, and the scales of addresses, of live bytes and of tasks.
  var axes: [String] {
    let frame = "y=\"\(px(scale.top))\" height=\"\(px(scale.bottom - scale.top))\""
    var parts = [
      "<rect class=\"free\" x=\"\(px(scale.left))\" \(frame) width=\"\(px(scale.mapWidth))\"/>",
      text("task", at: (scale.left - 22, scale.top - 6), "quiet", "end"),
      text("alive", at: (scale.curveLeft, scale.top - 20), "quiet"),
    ]
    for address in MapScale.ticks(upTo: scale.bytes, count: 10) {
      let x = scale.x(address)
      parts.append(line("grid", from: (x, scale.top - 3), to: (x, scale.bottom + 3)))
      for y in [scale.top - 6, scale.bottom + 13] {
        parts.append(text(Self.round(address), at: (x, y), "quiet", "middle"))
      }
    }
    for live in MapScale.ticks(upTo: scale.bytes, count: 1) {
      let x = scale.curveX(live)
      parts.append(line("grid", from: (x, scale.top - 3), to: (x, scale.bottom + 3)))
      parts.append(text(Self.round(live), at: (x, scale.top - 6), "quiet", "middle"))
    }
    let spacing = max(1, Int((13 / scale.stepHeight).rounded(.up)))
    let interval = MapScale.ticks(upTo: spacing * 10, count: 10).dropFirst().first ?? 1
    for task in stride(from: interval, through: plan.tasks.count, by: interval) {
      let y = scale.y(task) + scale.stepHeight / 2 + 3.5
      parts.append(text(String(task), at: (scale.left - 8, y), "quiet", "end"))
    }
    return parts
  }

  /// A strip that tells which part of the step each task belongs to.
  var partStrip: [String] {
    runs { node(in: $0).map { parts[$0] } }.flatMap { part, steps -> [String] in
      guard let part else { return [] }
      let (y, height) = (scale.y(steps.lowerBound), scale.stepHeight * Double(steps.count))
      let name = part.rawValue
      var drawn = [
        "<g><title>\(name), tasks \(steps.lowerBound) to \(steps.upperBound - 1)</title>"
          + "<rect class=\"part-\(name)\" x=\"16\" y=\"\(px(y))\" width=\"14\" "
          + "height=\"\(px(height))\"/></g>"
      ]
      if height >= textWidth(name) + 4 {
        let middle = "translate(26.5 \(px(y + height / 2))) rotate(-90)"
        drawn.append(
          "<text class=\"on part\" text-anchor=\"middle\" transform=\"\(middle)\">\(name)</text>")
      }
      return drawn
    }
  }

  /// The operator and layer of each task where there is room, else the layers of runs of tasks.
  var labels: [String] {
    var end = 0.0
    if scale.stepHeight >= 11 {
      return plan.tasks.indices.map { index in
        let node = plan.graph[plan.tasks[index].node]
        let words = [node.origin?.layer, node.op.name].compactMap { $0 }.joined(separator: " ")
        return text(
          shortened(words, Self.nameLimit),
          at: (36, scale.y(index + 1) + scale.stepHeight / 2 + 3.5), "")
      }
    }
    return runs { node(in: $0).flatMap { plan.graph[$0].origin?.layer } }
      .compactMap { layer, steps in
        let y = scale.y(steps.lowerBound)
        guard let layer, y >= end else { return nil }
        end = y + 10
        return text(shortened(layer, Self.nameLimit), at: (36, y + 8), "", size: 9)
      }
  }

  /// How much is alive in each step.
  var curve: [String] {
    let corners = timeline.live.enumerated().flatMap { step, live in
      [scale.y(step), scale.y(step + 1)].map { "\(px(scale.curveX(live))),\(px($0))" }
    }
    let left = px(scale.curveLeft)
    let points = ["\(left),\(px(scale.top))"] + corners + ["\(left),\(px(scale.bottom))"]
    return ["<polygon class=\"live\" points=\"\(points.joined(separator: " "))\"/>"]
  }

  /// The frame, the turn from forward to backward, and the peak.
  var marks: [String] {
    var drawn = [
      "<rect class=\"frame\" x=\"\(px(scale.left))\" y=\"\(px(scale.top))\" "
        + "width=\"\(px(scale.mapWidth))\" height=\"\(px(scale.bottom - scale.top))\"/>"
    ]
    let turn = plan.tasks.firstIndex {
      parts[$0.node] == .backward && !plan.graph[$0.node].operands.isEmpty
    }
    if let turn {
      let y = scale.y(turn + 1)
      drawn.append(line("turn", from: (16, y), to: (scale.right + 6, y)))
    }
    let y = scale.y(timeline.peakStep)
    drawn.append(
      "<rect class=\"peak\" x=\"\(px(scale.left - 4))\" y=\"\(px(y))\" "
        + "width=\"\(px(scale.width - scale.left - 20))\" height=\"\(px(scale.stepHeight))\"/>")
    drawn.append(
      text("peak \(bytes(timeline.peakBytes))", at: (scale.width - 24, y - 4), "peak-text", "end"))
    return drawn
  }

  /// The stretches of steps with the same value.
  private func runs<Key: Equatable>(
    _ key: (Int) -> Key
  ) -> [(key: Key, steps: Range<Int>)] {
    var runs: [(key: Key, steps: Range<Int>)] = []
    for step in 0..<scale.steps {
      let next = key(step)
      if let last = runs.last, last.key == next {
        runs[runs.count - 1].steps = last.steps.lowerBound..<(step + 1)
      } else {
        runs.append((next, step..<(step + 1)))
      }
    }
    return runs
  }

  /// A round number of bytes, without digits behind the point where they are zeros.
  private static func round(_ count: Int) -> String {
    bytes(count).replacing(".00 ", with: " ")
  }

  /// The most characters of a name beside the map.
  private static let nameLimit = 26

  /// A line of a class.
  func line(
    _ style: String, from start: (x: Double, y: Double), to end: (x: Double, y: Double)
  ) -> String {
    "<line class=\"\(style)\" x1=\"\(px(start.x))\" y1=\"\(px(start.y))\" x2=\"\(px(end.x))\" "
      + "y2=\"\(px(end.y))\"/>"
  }

  /// A text of a class, by where it starts, ends or has its middle.
  private func text(
    _ content: String, at place: (x: Double, y: Double), _ style: String,
    _ anchor: String = "start", size: Int = 10
  ) -> String {
    "<text\(style.isEmpty ? "" : " class=\"\(style)\"") x=\"\(px(place.x))\" y=\"\(px(place.y))\""
      + "\(anchor == "start" ? "" : " text-anchor=\"\(anchor)\"")"
      + "\(size == 10 ? "" : " font-size=\"\(size)\"")>\(xmlEscaped(content))</text>"
  }
}
