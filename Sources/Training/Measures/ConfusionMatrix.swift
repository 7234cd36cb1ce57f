/// How many rows of each class were taken for which class.
///
/// Only what is not zero is kept: there are no more such counts than rows, but a matrix of 65,536
/// classes would take 34 GB.
public struct ConfusionMatrix: Hashable, Sendable {
  /// A count that is not zero.
  public struct Entry: Hashable, Sendable {
    /// The class that the rows are of.
    public var label: Int
    /// The class that they were taken for.
    public var prediction: Int
    /// How many rows there are.
    public var count: Int
  }

  /// The number of classes.
  public let classes: Int
  /// The counts that are not zero, by label, and then by prediction.
  public let entries: [Entry]

  /// Counts pairs of a row's class and the predicted one.
  ///
  /// - Precondition: as many labels as predictions, all from 0 to `classes` - 1.
  public init(labels: [Int], predictions: [Int], classes: Int) {
    precondition(labels.count == predictions.count, "every row has a label and a prediction")
    let range = 0..<classes
    precondition(
      labels.allSatisfy(range.contains) && predictions.allSatisfy(range.contains), "unknown class")
    var counts: [Int: Int] = [:]
    for (label, prediction) in zip(labels, predictions) {
      counts[label * classes + prediction, default: 0] += 1
    }
    self.classes = classes
    entries = counts.sorted { $0.key < $1.key }.map {
      Entry(label: $0.key / classes, prediction: $0.key % classes, count: $0.value)
    }
  }

  /// All counts: [true class][predicted class].
  ///
  /// - Complexity: takes time and memory for the square of the number of classes.
  public var counts: [[Int]] {
    var counts = [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes)
    for entry in entries { counts[entry.label][entry.prediction] = entry.count }
    return counts
  }

  /// The number of rows.
  public var total: Int { entries.reduce(0) { $0 + $1.count } }
  /// The share of rows that were right.
  public var accuracy: Double { Double(hits.reduce(0, +)) / Double(total) }

  /// The number of rows of each class that were right.
  public var hits: [Int] { sums(entries.filter { $0.label == $0.prediction }, by: \.label) }
  /// The number of rows of each class.
  public var support: [Int] { sums(entries, by: \.label) }
  /// How often each class was predicted.
  public var predicted: [Int] { sums(entries, by: \.prediction) }

  private func sums(_ entries: [Entry], by place: KeyPath<Entry, Int>) -> [Int] {
    var sums = [Int](repeating: 0, count: classes)
    for entry in entries { sums[entry[keyPath: place]] += entry.count }
    return sums
  }
}
