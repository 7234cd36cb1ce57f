/// Charts side by side in one picture, with a legend above them.
struct ChartPage: Sendable {
  /// What stands above.
  var title: String
  /// The charts, from left to right and from top to bottom.
  var charts: [Chart]
  /// The charts of a row.
  var columns = 2

  private static let size = (width: 460.0, height: 320.0)

  /// The picture as SVG.
  var svg: String {
    let size = Self.size
    let columns = max(1, min(columns, charts.count))
    let legend = entries
    let legendHeight = legend.isEmpty ? 0 : 20 * Double((legend.count + 2) / 3)
    let top = 34 + legendHeight
    let width = size.width * Double(columns)
    let rows = (charts.count + columns - 1) / columns
    let height = top + size.height * Double(rows)
    var lines = [
      "<svg xmlns='http://www.w3.org/2000/svg' width='\(px(width))' height='\(px(height))' "
        + "viewBox='0 0 \(px(width)) \(px(height))' font-family='sans-serif' font-size='11'>",
      "<rect width='100%' height='100%' fill='white'/>",
      "<text x='16' y='22' font-size='15' font-weight='bold'>\(xmlEscaped(title))</text>",
    ]
    for (index, series) in legend.enumerated() {
      let x = 16 + width / 3 * Double(index % 3)
      let y = 40 + 20 * Double(index / 3)
      let color = PlotColor.number(series.color).hex
      let dashes = series.style == .dashed ? " stroke-dasharray='5 3'" : ""
      lines.append(
        "<line x1='\(px(x))' x2='\(px(x + 24))' y1='\(px(y))' y2='\(px(y))' stroke='\(color)' "
          + "stroke-width='\(series.style == .dots ? 7 : 2)'\(dashes)/>")
      lines.append("<text x='\(px(x + 30))' y='\(px(y + 4))'>\(xmlEscaped(series.name))</text>")
    }
    for (index, chart) in charts.enumerated() {
      let x = size.width * Double(index % columns)
      let y = top + size.height * Double(index / columns)
      lines.append("<g transform='translate(\(px(x)) \(px(y)))'>")
      lines.append(chart.elements(width: size.width, height: size.height))
      lines.append("</g>")
    }
    return (lines + ["</svg>"]).joined(separator: "\n") + "\n"
  }

  /// The series with a name, each name and look once.
  private var entries: [Chart.Series] {
    var seen: Set<String> = []
    return charts.flatMap(\.series).filter {
      !$0.name.isEmpty && seen.insert("\($0.name) \($0.color) \($0.style)").inserted
    }
  }
}
