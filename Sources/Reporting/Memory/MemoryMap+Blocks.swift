import Execution
import IR

extension MemoryMap {
  /// A block for each buffer, cut into the times of its values. Large ones are first, so that small
  /// ones, which are drawn a little wider than they are, stay in sight.
  var blocks: [String] {
    var byBuffer: [Int: [MemoryTimeline.Tenancy]] = [:]
    for tenancy in timeline.tenancies { byBuffer[tenancy.buffer, default: []].append(tenancy) }
    let order = byBuffer.keys.sorted {
      (plan.buffers[$1].byteCount, $0) < (plan.buffers[$0].byteCount, $1)
    }
    return order.flatMap { buffer in (byBuffer[buffer] ?? []).map(block) }
  }

  private func block(_ tenancy: MemoryTimeline.Tenancy) -> String {
    let buffer = plan.buffers[tenancy.buffer]
    let kind = kinds[tenancy.value]
    let (x, y) = (scale.x(buffer.offset), scale.y(tenancy.steps.lowerBound))
    let width = max(0.8, scale.x(buffer.extent.upperBound) - x)
    let height = scale.y(tenancy.steps.upperBound + 1) - y
    return """
      <g class="block"><title>\(xmlEscaped(about(tenancy)))</title>\
      <rect class="\(kind.rawValue)\(height >= 3 && width >= 3 ? " cut" : "")" x="\(px(x))" \
      y="\(px(y))" width="\(px(width))" height="\(px(height))"/>\
      \(label(tenancy, kind, x: x, y: y, width: width, height: height))</g>
      """
  }

  /// All that is to tell of a value's time in a buffer.
  private func about(_ tenancy: MemoryTimeline.Tenancy) -> String {
    let value = plan.graph[tenancy.value]
    let buffer = plan.buffers[tenancy.buffer]
    let maker = plan.graph.node(defining: tenancy.value).map { plan.graph[$0].op.name }
    let steps = tenancy.steps
    let from = steps.lowerBound == 0 ? "the start" : "task \(steps.lowerBound)"
    let to = steps.upperBound > plan.tasks.count ? "the end" : "task \(steps.upperBound)"
    return """
      %\(names[tenancy.value]): \(value.type), \(kinds[tenancy.value].title)
      \(maker.map { "made by \($0) " } ?? "")\(value.origin?.description ?? "")
      \(grouped(buffer.byteCount)) bytes at \(grouped(buffer.offset))
      alive from \(from) to \(to)
      """
  }

  /// The longest of some texts that fits a block, along or upright, or nothing.
  private func label(
    _ tenancy: MemoryTimeline.Tenancy, _ kind: ValueKind, x: Double, y: Double, width: Double,
    height: Double
  ) -> String {
    let value = plan.graph[tenancy.value]
    let name = "%\(names[tenancy.value])"
    let maker = plan.graph.node(defining: tenancy.value).map { plan.graph[$0].op.name } ?? ""
    let layer = value.origin?.layer ?? ""
    let words = [name, maker, layer].filter { !$0.isEmpty }
    let texts =
      [words + [bytes(tenancy.byteCount)], words, words.dropLast()]
      .map { $0.joined(separator: " ") } + [name]
    let style = [.saved, .gradient].contains(kind) ? "on-\(kind.rawValue)" : "on"
    if height >= 11, let text = texts.first(where: { textWidth($0) + 6 <= width }) {
      return
        "<text class=\"\(style)\" x=\"\(px(x + 3))\" y=\"\(px(y + min(height, 20) / 2 + 3.5))\">"
        + "\(xmlEscaped(text))</text>"
    }
    if width >= 11, let text = texts.first(where: { textWidth($0) + 6 <= height }) {
      let (column, row) = (px(x + min(width, 16) / 2 + 3.5), px(y + textWidth(text) + 3))
      return "<text class=\"\(style)\" transform=\"translate(\(column) \(row)) rotate(-90)\">"
        + "\(xmlEscaped(text))</text>"
    }
    return ""
  }

  /// A thin line across wherever all workers meet.
  var barriers: [String] {
    let style = scale.stepHeight < 8 ? "barrier dense" : "barrier"
    return plan.tasks.indices.filter { plan.tasks[$0].startsPhase }.map { index in
      line(style, from: (scale.left, scale.y(index + 1)), to: (scale.right, scale.y(index + 1)))
    }
  }
}
