/// How many rows of each class were taken for which class.
public struct ConfusionMatrix: Hashable, Sendable {
  /// The counts: [true class][predicted class].
  public let counts: [[Int]]

  /// Counts pairs of a row's class and the predicted one.
  ///
  /// - Precondition: as many labels as predictions, all from 0 to `classes` - 1.
  public init(labels: [Int], predictions: [Int], classes: Int) {
    precondition(labels.count == predictions.count, "every row has a label and a prediction")
    var counts = [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes)
    for (label, prediction) in zip(labels, predictions) { counts[label][prediction] += 1 }
    self.counts = counts
  }

  /// The number of rows.
  public var total: Int { counts.reduce(0) { $0 + $1.reduce(0, +) } }
  /// The number of rows that were right.
  public var hits: Int { counts.indices.reduce(0) { $0 + counts[$1][$1] } }
  /// The share of rows that were right.
  public var accuracy: Double { Double(hits) / Double(total) }

  /// The number of rows of each class.
  public var support: [Int] { counts.map { $0.reduce(0, +) } }
  /// How often each class was predicted.
  public var predicted: [Int] {
    counts.indices.map { column in counts.reduce(0) { $0 + $1[column] } }
  }
}
