public import JSON
import Operators
public import Training

/// What `nnc run` came to.
public struct RunReport: Sendable {
  /// What training came to; without epochs where a saved model was only evaluated.
  public var training: TrainingResult
  /// The score on the test rows, where there are any.
  public var test: Score?
  /// The number of test rows.
  public var testRows: Int?
  /// What the answers to the test rows are worth, where that was asked for.
  public var measures: MeasuresReport?
  /// The number of trainable parameters and moving averages.
  public var parameters: Int
  /// The seed.
  public var seed: UInt64
  /// The number of workers.
  public var threads: Int
  /// The files that were written.
  public var files: [String]

  /// Makes a report.
  public init(
    training: TrainingResult = TrainingResult(), test: Score?, testRows: Int? = nil,
    parameters: Int, seed: UInt64, threads: Int, files: [String]
  ) {
    self.training = training
    self.test = test
    self.testRows = testRows
    self.parameters = parameters
    self.seed = seed
    self.threads = threads
    self.files = files
  }

  /// The report for people; the epochs were shown as they went.
  public var text: String {
    var lines: [String] = []
    if let kept = training.kept {
      let last = training.history.last?.epoch ?? kept.epoch
      lines.append(
        (training.hasStoppedEarly ? "stopped early behind epoch \(last), " : "")
          + "kept the weights of epoch \(kept.epoch), the best by \(kept.metric.rawValue) "
          + "(\(fixed(kept.value, 4)))")
    }
    if let test {
      let accuracy = test.accuracy.map { "  accuracy \(fixed($0, 4))" } ?? ""
      let rows = testRows.map { "  (\(grouped($0)) row\($0 == 1 ? "" : "s"))" } ?? ""
      lines.append("test  loss \(fixed(test.loss, 4))\(accuracy)\(rows)")
    }
    if let measures { lines.append("\n" + measures.text) }
    if !training.history.isEmpty {
      let seconds = training.history.reduce(0) { $0 + $1.seconds }
      lines.append("trained \(grouped(parameters)) parameters in \(fixed(seconds, 1)) s")
    }
    if !files.isEmpty { lines.append("saved \(listText(ofFiles: files))") }
    return lines.map { $0 + "\n" }.joined()
  }

  /// The report for programs.
  public var json: JSON {
    var object: JSONObject = [
      "epochs": JSON.array(training.history.map(\.json)),
      "stopped_early": .bool(training.hasStoppedEarly),
      "kept_epoch": training.kept.map { .integer(Int64($0.epoch)) } ?? .null,
      "test_loss": .optional(test?.loss),
      "test_accuracy": .optional(test?.accuracy),
      "test_rows": testRows.map { .integer(Int64($0)) } ?? .null,
      "parameters": .integer(Int64(parameters)),
      "seed": .integer(Int64(clamping: seed)),
      "threads": .integer(Int64(threads)),
      "files": .array(files.map { .string($0) }),
    ]
    if let measures { object["report"] = measures.json }
    return .object(object)
  }
}

extension EpochRecord {
  /// The record for programs.
  var json: JSON {
    var object: JSONObject = ["epoch": .integer(Int64(epoch))]
    for (name, value) in figures { object[name] = .optional(value) }
    return .object(object)
  }
}

extension JSON {
  /// A number, or null.
  static func optional(_ value: Double?) -> JSON { value.map { .number($0) } ?? .null }
}
