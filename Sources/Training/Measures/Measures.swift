public import Source

/// What a model's answers to rows are worth.
public enum Measures: Hashable, Sendable {
  /// The rows have classes.
  case classes(ClassMeasures)
  /// The rows have plain numbers.
  case values(RegressionFigures)
}

/// The measures of answers that are classes.
///
/// Outputs that are independent probabilities (`sigmoid N`) answer with the largest, as they do for
/// the accuracy: a row has one class.
public struct ClassMeasures: Hashable, Sendable {
  /// The counts that most measures come from.
  public let matrix: ConfusionMatrix
  /// The figures of each class and their means.
  public let figures: ClassificationFigures
  /// The share of rows whose class is among the most probable ones.
  public let top: Top?
  /// The measures that need two classes.
  public let binary: Binary?

  /// An accuracy among the most probable classes.
  public struct Top: Hashable, Sendable {
    /// The number of classes.
    public var count: Int
    /// The share of rows.
    public var accuracy: Double
  }

  /// What the probability of class 1 is worth.
  public struct Binary: Hashable, Sendable {
    /// The area under the ROC curve; nil where all rows are of one class.
    public var rocArea: Double?
    /// The mean of -log of the probability of each row's class.
    public var logLoss: Double
  }

  /// Measures answers.
  ///
  /// - Parameters:
  ///   - labels: the class of each row; there is one.
  ///   - outputs: the probabilities for each row, one a class, or that of class 1 alone.
  ///   - excludesOthers: whether the probabilities of a row sum to 1, or there is just one.
  ///   - top: how many of the most probable classes count as right in `top`; nil for none.
  /// - Throws: E0706 for a label that is none of the model's classes.
  public init(
    labels: [Int], outputs: [[Double]], excludesOthers: Bool = true, top: Int? = nil
  ) throws(InputError) {
    precondition(!labels.isEmpty && labels.count == outputs.count, "every row has outputs")
    let columns = outputs[0].count
    let classes = max(columns, 2)
    if let row = labels.firstIndex(where: { !(0..<classes).contains($0) }) {
      throw InputError(
        Diagnostic(
          code: "E0706",
          "the model tells \(classes) classes apart, but row \(row) is of class \(labels[row])",
          help: ["rows and classes count from 0"]))
    }
    matrix = ConfusionMatrix(
      labels: labels, predictions: outputs.map { predictedClass($0) }, classes: classes)
    figures = ClassificationFigures(matrix)
    self.top = top.map { count in
      let scores = columns == 1 ? outputs.map { [1 - $0[0], $0[0]] } : outputs
      return Top(count: count, accuracy: topAccuracy(count, labels: labels, outputs: scores))
    }
    guard classes == 2, excludesOthers else {
      binary = nil
      return
    }
    let positive = labels.map { $0 == 1 }
    let probabilities = outputs.map { $0[columns - 1] }
    binary = Binary(
      rocArea: Training.rocArea(positive: positive, scores: probabilities),
      logLoss: Training.logLoss(positive: positive, probabilities: probabilities))
  }
}
