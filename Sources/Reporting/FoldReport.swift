public import JSON
public import Training

/// What `nnc run --folds` came to.
public struct FoldReport: Sendable {
  /// One fold.
  public struct Fold: Sendable {
    /// The rows that it was trained on.
    public var trainRows: Int
    /// The rows that it was tested on.
    public var testRows: Int
    /// The score on these.
    public var score: Score
    /// A record an epoch.
    public var epochs: [EpochRecord]

    /// Makes a fold.
    public init(trainRows: Int, testRows: Int, score: Score, epochs: [EpochRecord]) {
      self.trainRows = trainRows
      self.testRows = testRows
      self.score = score
      self.epochs = epochs
    }
  }

  private let folds: [Fold]
  private let seed: UInt64
  private let threads: Int

  /// Makes a report.
  public init(_ folds: [Fold], seed: UInt64, threads: Int) {
    self.folds = folds
    self.seed = seed
    self.threads = threads
  }

  /// A mean over the folds and the standard deviation from it, that of all folds and not of a
  /// sample, as scikit-learn's users print it.
  private struct Spread {
    var mean: Double
    var deviation: Double

    init(_ values: [Double]) {
      let count = Double(values.count)
      let mean = values.reduce(0, +) / count
      self.mean = mean
      deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
    }

    var text: String { "\(fixed(mean, 4)) ± \(fixed(deviation, 4))" }
  }

  private var loss: Spread { Spread(folds.map(\.score.loss)) }
  private var accuracy: Spread? {
    let values = folds.compactMap(\.score.accuracy)
    return values.count == folds.count ? Spread(values) : nil
  }

  /// The line of a fold.
  public static func line(_ fold: Fold, number: Int, of count: Int) -> String {
    let pad = String(repeating: " ", count: String(count).count - String(number).count)
    let accuracy = fold.score.accuracy.map { "  accuracy \(fixed($0, 4))" } ?? ""
    return "fold \(pad)\(number)/\(count)  loss \(fixed(fold.score.loss, 4))\(accuracy)"
      + "  (\(grouped(fold.trainRows)) rows to train, \(grouped(fold.testRows)) to test)"
  }

  /// The report for people.
  public var text: String {
    var lines = folds.enumerated().map { Self.line($1, number: $0 + 1, of: folds.count) }
    lines.append("loss \(loss.text)" + (accuracy.map { "  accuracy \($0.text)" } ?? ""))
    return lines.map { $0 + "\n" }.joined()
  }

  /// The report for programs.
  public var json: JSON {
    [
      "folds": .array(
        folds.map { fold in
          [
            "train_rows": .integer(Int64(fold.trainRows)),
            "test_rows": .integer(Int64(fold.testRows)),
            "test_loss": .number(fold.score.loss),
            "test_accuracy": .optional(fold.score.accuracy),
            "epochs": .array(fold.epochs.map(\.json)),
          ]
        }),
      "mean_test_loss": .number(loss.mean),
      "deviation_test_loss": .number(loss.deviation),
      "mean_test_accuracy": .optional(accuracy?.mean),
      "deviation_test_accuracy": .optional(accuracy?.deviation),
      "seed": .integer(Int64(clamping: seed)),
      "threads": .integer(Int64(threads)),
    ]
  }
}
