/// Lines and points over two axes.
struct Chart: Sendable {
  /// What is drawn in one colour.
  struct Series: Sendable {
    /// The name in the legend; an empty one has no entry.
    var name: String
    /// The points, from left to right where they are joined by a line.
    var points: [(x: Double, y: Double)]
    /// The number of the colour, as `PlotColor` counts them.
    var color: Int
    var style = Style.line
  }

  /// How the points of a series look.
  enum Style: Sendable {
    case line, dashed, dots, rings
  }

  /// What stands above.
  var title: String
  /// What stands below the horizontal axis, and beside the vertical one.
  var labels: (x: String, y: String)
  var scales: (x: Axis.Scale, y: Axis.Scale) = (.linear, .linear)
  var series: [Series]

  private static let margin = (left: 64.0, right: 16.0, top: 34.0, bottom: 46.0)

  /// The chart as a group of SVG elements that fills a rectangle.
  func elements(width: Double, height: Double) -> String {
    let margin = Self.margin
    let (plotWidth, plotHeight) = (
      width - margin.left - margin.right, height - margin.top - margin.bottom
    )
    let points = series.flatMap(\.points).filter { $0.x.isFinite && $0.y.isFinite }
    let horizontal = Axis(points.map(\.x), scales.x, ticks: Int(plotWidth / 80))
    let vertical = Axis(points.map(\.y), scales.y, ticks: Int(plotHeight / 40))
    func x(_ value: Double) -> Double { margin.left + plotWidth * horizontal.place(value) }
    func y(_ value: Double) -> Double { margin.top + plotHeight * (1 - vertical.place(value)) }
    let bottom = margin.top + plotHeight
    var lines = [
      text(title, margin.left, 20, "font-size='13' font-weight='bold'"),
      text(labels.x, margin.left + plotWidth / 2, height - 8, "text-anchor='middle'"),
      "<text transform='translate(14 \(px(margin.top + plotHeight / 2))) rotate(-90)' "
        + "text-anchor='middle'>\(xmlEscaped(labels.y))</text>",
    ]
    for tick in vertical.ticks {
      lines.append(
        "<line x1='\(px(margin.left))' x2='\(px(margin.left + plotWidth))' y1='\(px(y(tick.value)))' "
          + "y2='\(px(y(tick.value)))' stroke='#ddd'/>")
      lines.append(text(tick.label, margin.left - 6, y(tick.value) + 4, "text-anchor='end'"))
    }
    for tick in horizontal.ticks {
      lines.append(
        "<line x1='\(px(x(tick.value)))' x2='\(px(x(tick.value)))' y1='\(px(bottom))' "
          + "y2='\(px(bottom + 4))' stroke='#444'/>")
      lines.append(text(tick.label, x(tick.value), bottom + 17, "text-anchor='middle'"))
    }
    lines.append(
      "<rect x='\(px(margin.left))' y='\(px(margin.top))' width='\(px(plotWidth))' "
        + "height='\(px(plotHeight))' fill='none' stroke='#444'/>")
    for series in series {
      let places = series.points.filter { horizontal.takes($0.x) && vertical.takes($0.y) }
        .map { (x: x($0.x), y: y($0.y)) }
      lines += Self.marks(series, at: places)
    }
    return lines.joined(separator: "\n")
  }

  private static func marks(_ series: Series, at places: [(x: Double, y: Double)]) -> [String] {
    let color = PlotColor.number(series.color).hex
    switch places.count == 1 ? .dots : series.style {
    case .line, .dashed:
      let dashes = series.style == .dashed ? " stroke-dasharray='5 3'" : ""
      return [
        "<polyline points='\(places.map { "\(px($0.x)),\(px($0.y))" }.joined(separator: " "))' "
          + "fill='none' stroke='\(color)' stroke-width='1.5'\(dashes)/>"
      ]
    case .dots:
      return places.map {
        "<circle cx='\(px($0.x))' cy='\(px($0.y))' r='3.5' fill='\(color)' fill-opacity='0.7'/>"
      }
    case .rings:
      return places.map {
        "<circle cx='\(px($0.x))' cy='\(px($0.y))' r='6' fill='none' stroke='\(color)' "
          + "stroke-width='1.5'/>"
      }
    }
  }

  private func text(_ text: String, _ x: Double, _ y: Double, _ attributes: String) -> String {
    "<text x='\(px(x))' y='\(px(y))' \(attributes)>\(xmlEscaped(text))</text>"
  }
}
