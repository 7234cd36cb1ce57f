import Datasets
import Source

/// Points in the plane as characters: each place shows the class that most of its points have. Points
/// without classes all look alike.
struct ScatterText {
  /// The lines from the top, framed, with the ranges of both axes.
  let lines: [String]

  /// One character for each class: the last one stands for all further ones.
  private static let marks = Array("ox+*#@%&$=ABCDEFGHIJKLMNOPQRSTUVWXYZ?")

  /// The character that stands for a class.
  static func mark(_ label: Int) -> Character { marks[min(label, marks.count - 1)] }

  /// Draws two columns of a data set's training rows into `width` by `height` characters.
  init(_ dataset: Dataset, _ columns: PlotColumns, width: Int, height: Int) {
    let rows = dataset.train
    let x = ColumnAxis(dataset, "x", column: columns.x)
    let y = ColumnAxis(dataset, "y", column: columns.y)
    var counts: [[Int: Int]] = Array(repeating: [:], count: width * height)
    let classes = rows.classes
    for row in 0..<rows.count where rows.isWholePoint(row, columns) {
      let column = x.place(rows.element(columns.x, ofRow: row), of: width)
      let line = height - 1 - y.place(rows.element(columns.y, ofRow: row), of: height)
      counts[line * width + column][classes.isEmpty ? 0 : Int(classes[row]), default: 0] += 1
    }
    let body = (0..<height).map { line in
      let text = (0..<width).map { column -> String in
        let here = counts[line * width + column]
        // Of classes equally frequent, the first.
        let most = here.max { ($0.value, $1.key) < ($1.value, $0.key) }
        return most.map { String(Self.mark($0.key)) } ?? " "
      }.joined()
      return "│" + text + "│"
    }
    let rule = String(repeating: "─", count: width)
    lines =
      [y.text, "┌\(rule)┐"] + body + ["└\(rule)┘", x.text]
  }
}

extension Rows {
  /// Whether both coordinates of a point are there.
  func isWholePoint(_ row: Int, _ columns: PlotColumns) -> Bool {
    element(columns.x, ofRow: row).isFinite && element(columns.y, ofRow: row).isFinite
  }
}

/// The range of a column, for drawing; missing numbers are left out.
struct ColumnAxis {
  /// The smallest number.
  let low: Double
  /// The largest number.
  let high: Double
  /// The axis in words, such as `x from 0.000 to 1.000`, with the column's name where it has one.
  var text: String { "\(name) from \(fixed(low, 3)) to \(fixed(high, 3))" }

  private let name: String

  /// Looks at a column of a data set's training rows.
  init(_ dataset: Dataset, _ axis: String, column: Int) {
    let rows = dataset.train
    let names = dataset.table.flatMap { $0.hasNames ? $0.features : nil }
    name = names.map { "\(axis) (\(printable($0[column])))" } ?? axis
    var low = Double.infinity
    var high = -Double.infinity
    for row in 0..<rows.count {
      let value = Double(rows.element(column, ofRow: row))
      guard value.isFinite else { continue }
      low = min(low, value)
      high = max(high, value)
    }
    self.low = low
    self.high = high
  }

  /// Which of `count` places a number falls into.
  ///
  /// - Precondition: The number is finite.
  func place(_ value: Float, of count: Int) -> Int {
    guard high > low else { return count / 2 }
    let part = (Double(value) - low) / (high - low)
    return max(0, min(count - 1, Int(part * Double(count))))
  }
}
