public import JSON
public import Training

/// What `nnc run --folds` came to.
public struct FoldReport: Sendable {
  /// One fold.
  public struct Fold: Sendable {
    /// The rows that it was trained on.
    public var trainRows: Int
    /// The rows that were evaluated between epochs.
    public var validationRows: Int
    /// The rows that it was tested on.
    public var testRows: Int
    /// The score on these.
    public var score: Score
    /// What training came to.
    public var training: TrainingResult

    /// Makes a fold.
    public init(
      trainRows: Int, validationRows: Int, testRows: Int, score: Score, training: TrainingResult
    ) {
      self.trainRows = trainRows
      self.validationRows = validationRows
      self.testRows = testRows
      self.score = score
      self.training = training
    }

    /// The epoch whose weights were tested; nil where there was none.
    var epoch: EpochRecord? {
      guard let kept = training.kept else { return training.history.last }
      return training.history.first { $0.epoch == kept.epoch }
    }
  }

  /// The folds that are done.
  public var folds: [Fold] = []
  /// The files that were written.
  public var files: [String] = []
  private let seed: UInt64
  private let threads: Int

  /// Makes a report without folds.
  public init(seed: UInt64, threads: Int) {
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

  /// The line of a fold out of `count`.
  public func line(_ index: Int, of count: Int) -> String {
    let (fold, number) = (folds[index], String(index + 1))
    let pad = String(repeating: " ", count: String(count).count - number.count)
    let accuracy = fold.score.accuracy.map { "  accuracy \(fixed($0, 4))" } ?? ""
    return "fold \(pad)\(number)/\(count)  loss \(fixed(fold.score.loss, 4))\(accuracy)"
      + "  (\(grouped(fold.trainRows)) rows to train, \(grouped(fold.testRows)) to test)"
  }

  /// The report for people.
  public var text: String {
    var lines = folds.indices.map { line($0, of: folds.count) }
    lines.append("loss \(loss.text)" + (accuracy.map { "  accuracy \($0.text)" } ?? ""))
    if !files.isEmpty { lines.append("saved \(listText(ofFiles: files))") }
    return lines.map { $0 + "\n" }.joined()
  }

  /// The folds as comma-separated values: a line a fold, with the figures of the epoch whose weights
  /// were tested. A figure that was not measured is empty; the others have all their digits.
  public var csv: String {
    let figures = folds.lazy.compactMap(\.epoch).first?.figures.map(\.key) ?? []
    let head =
      ["fold", "train_rows", "valid_rows", "test_rows", "epochs", "epoch"] + figures
      + ["test_loss", "test_accuracy"]
    let lines = folds.enumerated().map { index, fold in
      let counts = [
        index + 1, fold.trainRows, fold.validationRows, fold.testRows, fold.training.history.count,
      ].map(String.init)
      return counts + [fold.epoch.map { String($0.epoch) } ?? ""]
        + (fold.epoch?.figures.map { $0.value.map { "\($0)" } ?? "" } ?? figures.map { _ in "" })
        + ["\(fold.score.loss)", fold.score.accuracy.map { "\($0)" } ?? ""]
    }
    return Reporting.csv([head] + lines)
  }

  /// The epochs of all folds as comma-separated values: a line an epoch, the fold before what the
  /// history of a single run has.
  public var historyCSV: String {
    let tables = folds.map { HistoryTable($0.training.history) }
    let head = ["fold"] + (tables.first { !$0.history.isEmpty }?.names ?? ["epoch"])
    let lines = tables.enumerated().flatMap { index, table in
      table.lines.map { [String(index + 1)] + $0 }
    }
    return Reporting.csv([head] + lines)
  }

  /// The report for programs.
  public var json: JSON {
    [
      "folds": .array(
        folds.map { fold in
          [
            "train_rows": .integer(Int64(fold.trainRows)),
            "valid_rows": .integer(Int64(fold.validationRows)),
            "test_rows": .integer(Int64(fold.testRows)),
            "test_loss": .number(fold.score.loss),
            "test_accuracy": .optional(fold.score.accuracy),
            "kept_epoch": fold.training.kept.map { .integer(Int64($0.epoch)) } ?? .null,
            "epochs": .array(fold.training.history.map(\.json)),
          ]
        }),
      "mean_test_loss": .number(loss.mean),
      "deviation_test_loss": .number(loss.deviation),
      "mean_test_accuracy": .optional(accuracy?.mean),
      "deviation_test_accuracy": .optional(accuracy?.deviation),
      "seed": .integer(Int64(clamping: seed)),
      "threads": .integer(Int64(threads)),
      "files": .array(files.map { .string($0) }),
    ]
  }
}
