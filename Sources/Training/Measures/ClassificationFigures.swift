/// How well each class is told from the others, and means over the classes.
///
/// With tp the rows that are of a class and were taken for it:
///
///     precision = tp / predicted      recall = tp / support      f1 = 2 tp / (predicted + support)
///
/// A figure without anything to divide by is 0. Classes that no row has and that were never
/// predicted are left out, of the means too. Source: scikit-learn, `classification_report`.
public struct ClassificationFigures: Hashable, Sendable {
  /// The figures of one class, or their means.
  public struct Figures: Hashable, Sendable {
    /// The share of the rows taken for the class that are of it.
    public var precision: Double
    /// The share of the rows of the class that were taken for it.
    public var recall: Double
    /// The harmonic mean of the two.
    public var f1: Double
    /// The number of rows.
    public var support: Int
  }

  /// A class and its figures.
  public struct Entry: Hashable, Sendable {
    /// The index of the class.
    public var index: Int
    /// How well it is told from the others.
    public var figures: Figures
  }

  /// The classes that rows have or were taken for, in their order.
  public let classes: [Entry]
  /// The means in which every class counts the same.
  public let macro: Figures
  /// The means in which every row counts the same.
  public let weighted: Figures
  /// The classes that were never predicted, whose precision is 0 for that reason.
  public let neverPredicted: [Int]
  /// The classes that no row has, whose recall is 0 for that reason.
  public let neverSeen: [Int]

  /// Takes the figures from counts of at least one row.
  public init(_ matrix: ConfusionMatrix) {
    let (hits, support, predicted) = (matrix.hits, matrix.support, matrix.predicted)
    let present = support.indices.filter { support[$0] + predicted[$0] > 0 }
    func ratio(_ numerator: Int, _ denominator: Int) -> Double {
      denominator == 0 ? 0 : Double(numerator) / Double(denominator)
    }
    let classes = present.map { index in
      Entry(
        index: index,
        figures: Figures(
          precision: ratio(hits[index], predicted[index]),
          recall: ratio(hits[index], support[index]),
          f1: ratio(2 * hits[index], predicted[index] + support[index]), support: support[index]))
    }
    self.classes = classes
    let total = matrix.total
    func mean(_ weight: (Figures) -> Double) -> Figures {
      let sum = classes.reduce(0) { $0 + weight($1.figures) }
      func mean(_ figure: (Figures) -> Double) -> Double {
        classes.reduce(0) { $0 + weight($1.figures) * figure($1.figures) } / sum
      }
      return Figures(
        precision: mean(\.precision), recall: mean(\.recall), f1: mean(\.f1), support: total)
    }
    macro = mean { _ in 1 }
    weighted = mean { Double($0.support) }
    neverPredicted = present.filter { predicted[$0] == 0 }
    neverSeen = present.filter { support[$0] == 0 }
  }
}
