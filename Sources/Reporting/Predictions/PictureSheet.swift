public import Datasets

/// Pictures with what a model takes them for and what they are, as one picture.
public struct PictureSheet: Sendable {
  /// Pictures that are larger than they are drawn are reduced.
  private let pictures: [(picture: Bitmap, prediction: PredictReport.Prediction)]
  private let report: PredictReport

  /// The most pictures of a sheet.
  public static let limit = 400
  /// The pictures of a line, and the sizes of a picture and of what stands around it, in pixels.
  private static let (columns, side, width, height) = (5, 140.0, 168.0, 190.0)

  /// Makes a sheet of the first predictions of a report, which are of `rows`, one by one; nil where
  /// these are no pictures.
  public init?(_ report: PredictReport, rows: Rows) {
    guard let shape = PictureShape(rows) else { return nil }
    let shown = report.predictions.prefix(Self.limit)
    let range = rows.prefix(shown.count).range
    pictures = shown.enumerated().map { row, prediction in
      let picture = shape.bitmap(rows, row: row, range: range)
      let longer = max(picture.width, picture.height)
      return (longer > Int(Self.side) ? picture.fitted(to: Int(Self.side)) : picture, prediction)
    }
    self.report = report
  }

  /// The sheet without captions: the pictures in lines from the upper left, framed in red where
  /// they are wrong and else in grey.
  public var bitmap: Bitmap {
    let fitted = pictures.map { $0.picture.fitted(to: 56) }
    guard let first = fitted.first else {
      return Bitmap(width: 1, height: 1, channels: 3, shade: 255)
    }
    let columns = min(10, pictures.count)
    let lines = (pictures.count + columns - 1) / columns
    let (width, height) = (first.width + 8, first.height + 8)
    var sheet = Bitmap(
      width: width * columns + 4, height: height * lines + 4, channels: 3, shade: 255)
    for (index, entry) in pictures.enumerated() {
      let (x, y) = (4 + width * (index % columns), 4 + height * (index / columns))
      let color: [UInt8] = entry.prediction.isWrong ? [200, 0, 0] : [190, 190, 190]
      sheet.fill(x: x - 2, y: y - 2, width: width - 4, height: height - 4, color)
      sheet.draw(fitted[index], x: x, y: y)
    }
    return sheet
  }

  /// The sheet. What is wrong stands in red, and says what is right.
  public var svg: String {
    let columns = max(1, min(Self.columns, pictures.count))
    let lines = (pictures.count + columns - 1) / columns
    let (width, height) = (Self.width * Double(columns) + 28, Self.height * Double(lines) + 28)
    var parts = [
      "<svg xmlns='http://www.w3.org/2000/svg' width='\(px(width))' height='\(px(height))' "
        + "viewBox='0 0 \(px(width)) \(px(height))' font-family='sans-serif' font-size='12'>",
      "<rect width='100%' height='100%' fill='white'/>",
    ]
    for (index, entry) in pictures.enumerated() {
      let x = 28 + Self.width * Double(index % columns)
      let y = 28 + Self.height * Double(index / columns)
      parts.append("<g transform='translate(\(px(x)) \(px(y)))'>")
      parts.append(Self.pixels(entry.picture))
      parts += captions(entry.prediction)
      parts.append("</g>")
    }
    return (parts + ["</svg>"]).joined(separator: "\n") + "\n"
  }

  private func captions(_ prediction: PredictReport.Prediction) -> [String] {
    let probability = prediction.classIndex.map { index in
      prediction.outputs.count > 1 ? prediction.outputs[index] : prediction.outputs[0]
    }
    let answer =
      prediction.classIndex.map { report.names.short($0, 16) }
      ?? prediction.outputs.prefix(2).map { fixed($0, 3) }.joined(separator: ", ")
    let first = ([answer] + [probability.map { fixed($0, 3) }].compactMap { $0 })
      .joined(separator: " ")
    let label = prediction.label.map(report.name) ?? ""
    let color = prediction.isWrong ? "#c00000" : "#1b1f24"
    func line(_ text: String, _ y: Double, _ color: String) -> String {
      "<text y='\(px(y))' fill='\(color)'>\(xmlEscaped(text))</text>"
    }
    let second = prediction.isWrong || prediction.classIndex == nil ? "is \(label)" : ""
    return [
      line(first, Self.side + 15, color),
      line(label.isEmpty ? "" : second, Self.side + 30, color),
      "<title>row \(prediction.row)</title>",
    ]
  }

  /// A picture as one path for each colour, so that equal pixels side by side are one stroke.
  private static func pixels(_ picture: Bitmap) -> String {
    var paths: [String: String] = [:]
    for y in 0..<picture.height {
      var x = 0
      while x < picture.width {
        let start = x
        let color = picture.color(x, y)
        while x < picture.width, picture.color(x, y) == color { x += 1 }
        paths[color, default: ""] += "M\(start) \(y)h\(x - start)v1h-\(x - start)z"
      }
    }
    let scale = side / Double(max(picture.width, picture.height))
    let marks = paths.sorted { $0.key < $1.key }.map { "<path fill='\($0.key)' d='\($0.value)'/>" }
    return "<g transform='scale(\(fixed(scale, 4)))' shape-rendering='crispEdges'>"
      + marks.joined() + "</g>"
  }
}

extension Rows {
  /// From the smallest to the largest finite element; 0 alone where there is none. Bytes have a
  /// range of their own.
  fileprivate var range: ClosedRange<Double> {
    guard !hasBytes else { return 0...255 }
    var range: ClosedRange<Double>?
    for row in 0..<count {
      for column in 0..<elementsPerRow {
        let value = Double(element(column, ofRow: row))
        guard value.isFinite else { continue }
        range = min(range?.lowerBound ?? value, value)...max(range?.upperBound ?? value, value)
      }
    }
    return range ?? 0...0
  }
}

extension Bitmap {
  /// Fills a rectangle with a colour.
  fileprivate mutating func fill(x: Int, y: Int, width: Int, height: Int, _ color: [UInt8]) {
    for line in y..<(y + height) {
      for column in x..<(x + width) {
        for channel in 0..<3 { self[column, line, channel] = color[channel] }
      }
    }
  }

  /// The colour of a pixel as SVG writes it.
  fileprivate func color(_ x: Int, _ y: Int) -> String { hexColor((0..<3).map { self[x, y, $0] }) }
}
