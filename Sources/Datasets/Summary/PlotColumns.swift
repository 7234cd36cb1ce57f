/// The two columns of a table that are drawn as points in the plane.
public struct PlotColumns: Hashable, Sendable {
  /// The column from left to right.
  public let x: Int
  /// The column from the bottom to the top.
  public let y: Int

  /// Chooses the columns: of two both, of more the two that by themselves tell the classes apart best.
  /// Nil where there are fewer, or more without classes.
  ///
  /// A column is as good as its classes' means lie apart, measured by the deviations within the
  /// classes: sum over classes of n (mean - whole mean)^2 over sum over rows of (x - mean of its
  /// class)^2, the F-statistic but for its degrees of freedom, which all columns share. Missing numbers
  /// are left out.
  ///
  /// Source: R. A. Fisher, "The use of multiple measurements in taxonomic problems", 1936.
  init?(_ rows: Rows, classCount: Int) {
    let width = rows.elementsPerRow
    guard width > 2 else {
      guard width == 2 else { return nil }
      self.init(x: 0, y: 1)
      return
    }
    guard classCount > 1, !rows.classes.isEmpty else { return nil }
    let scores = (0..<width).map { Self.separation(of: $0, rows, classCount) }
    // Of columns equally good, the first.
    let best = scores.indices.sorted { (scores[$0], $1) > (scores[$1], $0) }.prefix(2).sorted()
    self.init(x: best[0], y: best[1])
  }

  private init(x: Int, y: Int) {
    self.x = x
    self.y = y
  }

  private static func separation(of column: Int, _ rows: Rows, _ classCount: Int) -> Double {
    var counts = Array(repeating: 0.0, count: classCount)
    var sums = counts
    let classes = rows.classes
    let values = (0..<rows.count).map { Double(rows.element(column, ofRow: $0)) }
    for (label, value) in zip(classes, values) where value.isFinite && label < classCount {
      counts[Int(label)] += 1
      sums[Int(label)] += value
    }
    let mean = sums.reduce(0, +) / counts.reduce(0, +)
    let means = zip(sums, counts).map { $0 / $1 }
    var between = 0.0
    for (count, own) in zip(counts, means) where count > 0 {
      between += count * (own - mean) * (own - mean)
    }
    var within = 0.0
    for (label, value) in zip(classes, values) where value.isFinite && label < classCount {
      within += (value - means[Int(label)]) * (value - means[Int(label)])
    }
    guard between > 0 else { return 0 }
    return within > 0 ? between / within : .infinity
  }
}
