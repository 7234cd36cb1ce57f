/// Curves as characters over two axes.
struct TextPlot {
  let title: String
  /// The curves: the character each is drawn by, and its points from left to right.
  let series: [(mark: Character, points: [(x: Double, y: Double)])]
  /// The characters of the area that is drawn in.
  var size = (width: 31, height: 9)

  /// The lines, from the title to the numbers below the axis; none where there is nothing to draw.
  /// Where curves meet, they take turns.
  var lines: [String] {
    let series = series.map { curve in
      (mark: curve.mark, points: curve.points.filter { $0.x.isFinite && $0.y.isFinite })
    }
    let points = series.flatMap(\.points)
    guard !points.isEmpty else { return [] }
    let (x, y) = (
      Axis(points.map(\.x), .whole, ticks: 5), Axis(points.map(\.y), .linear, ticks: 4)
    )
    var cells = [[Character]](
      repeating: [Character](repeating: " ", count: size.width), count: size.height)
    for column in 0..<size.width {
      var taken: [Int: [Character]] = [:]
      for curve in series {
        guard let value = height(of: curve.points, at: column, x) else { continue }
        taken[row(y.place(value)), default: []].append(curve.mark)
      }
      for (row, marks) in taken { cells[row][column] = marks[column % marks.count] }
    }
    let ticks = Dictionary(
      y.ticks.map { (row(y.place($0.value)), $0.label) }, uniquingKeysWith: { first, _ in first })
    let width = y.ticks.map(\.label.count).max() ?? 0
    let body = cells.enumerated().map { row, cells in
      (ticks[row] ?? "").leftPadding(to: width) + (ticks[row] == nil ? " │" : " ┤")
        + String(cells)
    }
    let margin = String(repeating: " ", count: width)
    return ["\(margin)  \(title)"] + body + [
      margin + " └" + String(repeating: "─", count: size.width), margin + "  " + foot(x),
    ]
  }

  private func row(_ place: Double) -> Int { Self.cell(1 - place, of: size.height) }

  private func column(_ place: Double) -> Int { Self.cell(place, of: size.width) }

  /// The cell of so many that a place lies in, or the one nearest to it: beyond what numbers can
  /// tell apart, a place may itself be no number.
  private static func cell(_ place: Double, of count: Int) -> Int {
    Int(max(0, min(Double(count - 1), place.isNaN ? 0 : place * Double(count))))
  }

  /// Where a curve is in a column: at its point there, or on the line between its neighbours.
  private func height(of points: [(x: Double, y: Double)], at column: Int, _ axis: Axis) -> Double?
  {
    if let point = points.last(where: { self.column(axis.place($0.x)) == column }) {
      return point.y
    }
    let middle = (Double(column) + 0.5) / Double(size.width)
    guard let next = points.firstIndex(where: { axis.place($0.x) > middle }), next > 0 else {
      return nil
    }
    let (from, to) = (points[next - 1], points[next])
    let (start, end) = (axis.place(from.x), axis.place(to.x))
    return from.y + (to.y - from.y) * (middle - start) / (end - start)
  }

  /// The numbers of the horizontal axis, each where it belongs.
  private func foot(_ axis: Axis) -> String {
    var line = ""
    for tick in axis.ticks {
      let start = column(axis.place(tick.value)) - tick.label.count / 2
      guard start > line.count || line.isEmpty, start >= 0 else { continue }
      line = line.padding(to: start) + tick.label
    }
    return line
  }
}
