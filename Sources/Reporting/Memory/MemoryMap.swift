public import Execution
import IR

/// A picture of a plan's transient memory: addresses across, time down, a block for each buffer,
/// cut where another value is computed over the one before.
public struct MemoryMap: Sendable {
  let plan: Plan
  let timeline: MemoryTimeline
  let parts: StepParts
  let kinds: ValueKinds
  let names: ValueNames
  let scale: MapScale

  /// Draws a plan.
  public init(_ plan: Plan) {
    self.plan = plan
    timeline = MemoryTimeline(plan)
    parts = StepParts(plan.graph)
    kinds = ValueKinds(plan.graph, parts)
    names = ValueNames(plan.graph)
    scale = MapScale(bytes: plan.memory.planned, steps: timeline.live.count)
  }

  /// The picture as an SVG document of its own.
  public var svg: String {
    """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(px(scale.width)) \(px(scale.height))" \
    width="\(px(scale.width))" height="\(px(scale.height))" role="img" \
    font-family="system-ui, sans-serif" font-size="10">
    <title>Transient memory of graph \(xmlEscaped(plan.graph.name))</title>
    <style>\(Self.style)</style>
    <rect class="paper" width="100%" height="100%"/>
    \((head + axes + partStrip + labels + blocks + barriers + curve + marks)
      .joined(separator: "\n"))
    </svg>

    """
  }

  /// The picture in a page that tells more of the block under the pointer.
  public var html: String {
    htmlPage(
      title: "Memory of \(plan.graph.name)",
      style: """
        body { margin: 0; background: #ffffff; font-family: system-ui, sans-serif }
        #about { position: fixed; padding: 6px 9px; border-radius: 4px; font-size: 12px;
          white-space: pre-line; pointer-events: none; background: #222b; color: #fff;
          backdrop-filter: blur(3px); display: none }
        @media (prefers-color-scheme: dark) { body { background: #16181d } }
        """,
      """
      \(svg)<div id="about"></div>
      <script>
      const about = document.getElementById("about");
      for (const block of document.querySelectorAll("svg g")) {
        const title = block.querySelector(":scope > title");
        if (!title) continue;
        const text = title.textContent;
        title.remove();
        block.setAttribute("aria-label", text);
        block.addEventListener("mousemove", (event) => {
          about.textContent = text;
          about.style.display = "block";
          const left = event.clientX + 14, top = event.clientY + 14;
          about.style.left = Math.min(left, innerWidth - about.offsetWidth - 4) + "px";
          about.style.top = Math.min(top, innerHeight - about.offsetHeight - 4) + "px";
        });
        block.addEventListener("mouseleave", () => { about.style.display = "none"; });
      }
      </script>

      """)
  }

  /// The task that runs in a step; nil in the first and the last.
  func node(in step: Int) -> NodeID? {
    plan.tasks.indices.contains(step - 1) ? plan.tasks[step - 1].node : nil
  }

  /// The colours tell the kinds apart for people of any colour vision: M. Okabe and K. Ito, Color
  /// Universal Design, 2008.
  private static let style = """
    .paper { fill: #ffffff } text { fill: #1b1f24 } .quiet { fill: #5d6670 }
    .grid { stroke: #d8dde3; stroke-width: 0.6 } .frame { fill: none; stroke: #8a939d }
    .barrier { stroke: #1b1f24; stroke-width: 0.5; stroke-dasharray: 2 3; opacity: 0.55 }
    .dense { opacity: 0.2 }
    .free { fill: #f1f3f5 } .live { fill: #8a939d; opacity: 0.55 }
    .peak { fill: none; stroke: #c4006b; stroke-width: 1.4 } .peak-text { fill: #c4006b; font-weight: 600 }
    .turn { stroke: #1b1f24; stroke-width: 1.2 } .cut { stroke: #ffffff; stroke-width: 0.6 }
    .input { fill: #9aa0a6 } .saved { fill: #0072b2 } .forward { fill: #56b4e9 }
    .gradient { fill: #d55e00 } .backward { fill: #e69f00 }
    .part-forward { fill: #56b4e9 } .part-backward { fill: #e69f00 } .part-update { fill: #009e73 }
    text.on { fill: #10151a } text.on-saved, text.on-gradient { fill: #ffffff }
    text.on, text.on-saved, text.on-gradient, .part { pointer-events: none }
    g.block:hover rect { stroke: #c4006b; stroke-width: 1.5 }
    @media (prefers-color-scheme: dark) {
      .paper { fill: #16181d } text { fill: #e4e7eb } .quiet { fill: #9aa4af }
      .grid { stroke: #323841 } .frame { stroke: #6a737d } .free { fill: #1f2329 }
      .barrier, .turn { stroke: #e4e7eb } .cut { stroke: #16181d }
      .peak { stroke: #ff5fae } .peak-text { fill: #ff5fae }
    }
    """
}
