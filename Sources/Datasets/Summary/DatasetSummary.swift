/// What a data set looks like: its classes and the ranges of its numbers.
public struct DatasetSummary: Sendable {
  /// A class and how many rows it has.
  public struct ClassCount: Hashable, Sendable {
    /// Its name.
    public let name: String
    /// Its rows among those to train on.
    public let train: Int
    /// Its rows among those to test on.
    public let test: Int
  }

  /// A column of a table.
  public struct Column: Hashable, Sendable {
    /// Its numbers.
    public let numbers: ColumnSummary
    /// How many of them are outliers.
    public let outliers: Int
  }

  /// Tables with more columns than this are summed up as a whole.
  public static let columnLimit = 32

  /// The classes, in their order; none where the labels are plain numbers.
  public let classes: [ClassCount]
  /// The plain numbers that training rows are labelled with, a summary for each.
  public let values: [ColumnSummary]
  /// All numbers of the training rows.
  public let all: ColumnSummary
  /// How many of all numbers are zero.
  public let zeros: Int
  /// How many columns have the same number in every training row.
  public let constantColumns: Int
  /// The columns of the training rows, where they are no pictures and not too many.
  public let columns: [Column]
  /// The columns that are drawn as points; nil where rows are pictures, or none show much.
  public let plot: PlotColumns?

  /// Looks at a data set.
  public init(_ dataset: Dataset) {
    let (train, test) = (dataset.train, dataset.test)
    let counts = DatasetSummary.counts(train, dataset.classCount)
    let testCounts =
      test.map { DatasetSummary.counts($0, dataset.classCount) }
      ?? Array(repeating: 0, count: dataset.classCount)
    classes = dataset.classNames.indices.map {
      ClassCount(name: dataset.classNames[$0], train: counts[$0], test: testCounts[$0])
    }
    if case .values(let values, let columns) = train.labels {
      self.values = (0..<columns).map { column in
        ColumnSummary(stride(from: column, to: values.count, by: columns).lazy.map { values[$0] })
      }
    } else {
      values = []
    }
    let width = train.elementsPerRow
    let range = train.firstElement..<(train.firstElement + train.count * width)
    let whole =
      switch train.storage {
      case .bytes(let bytes): Whole(bytes[range].lazy.map { Float($0) }, width: width)
      case .floats(let floats): Whole(floats[range], width: width)
      }
    all = whole.numbers
    zeros = whole.zeros
    constantColumns = whole.constantColumns
    guard PictureShape(train) == nil, width <= DatasetSummary.columnLimit else {
      columns = []
      plot = nil
      return
    }
    plot = PlotColumns(train, classCount: dataset.classCount)
    columns = (0..<width).map { column in
      let values = (0..<train.count).map { train.element(column, ofRow: $0) }
      return Column(numbers: ColumnSummary(values), outliers: outlierCount(values))
    }
  }

  /// How many times the rows of the rarest class the most frequent one has among the training rows;
  /// infinite where a class has none, nil where there are no classes.
  public var imbalance: Double? {
    let counts = classes.map(\.train)
    guard let most = counts.max(), let least = counts.min() else { return nil }
    return Double(most) / Double(least)
  }

  /// Whether no class has more than twice the rows of another.
  public var isBalanced: Bool { (imbalance ?? 1) <= 2 }

  private static func counts(_ rows: Rows, _ classCount: Int) -> [Int] {
    var counts = Array(repeating: 0, count: classCount)
    for label in rows.classes where Int(label) < classCount { counts[Int(label)] += 1 }
    return counts
  }
}

/// What all numbers of a table are like.
private struct Whole {
  let numbers: ColumnSummary
  let zeros: Int
  let constantColumns: Int

  init(_ values: some RandomAccessCollection<Float>, width: Int) {
    numbers = ColumnSummary(values)
    zeros = values.count { $0 == 0 }
    // Columns leave the list where a row differs from the first; few stay for long.
    var constant = Array(0..<min(width, values.count))
    var row = values.dropFirst(width)
    while !row.isEmpty, !constant.isEmpty {
      constant.removeAll { column in
        let first = values[values.index(values.startIndex, offsetBy: column)]
        return row[row.index(row.startIndex, offsetBy: column)] != first
      }
      row = row.dropFirst(width)
    }
    constantColumns = constant.count
  }
}
