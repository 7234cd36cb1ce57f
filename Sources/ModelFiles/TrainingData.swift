public import Datasets
import JSON
public import Source

/// What rows a model was trained, validated and tested on.
public struct TrainingData: Hashable, Sendable {
  /// What the command line said of the rows, such as `valid` or `label`, by the options' names.
  public var options: [String: String]
  /// The rows of each part that were used, where not all were.
  var limit: Int? { options["limit"].flatMap { Int($0) } }
  /// The number of training rows.
  public var trainRows: Int
  /// The number of rows that were evaluated between epochs.
  public var validationRows: Int
  /// The number of test rows.
  public var testRows: Int
  /// A number by which the rows are known again; nil where that is never asked.
  public var fingerprint: UInt64?

  /// Describes rows; their fingerprint is taken where they `areRemembered`.
  public init(options: [String: String], _ parts: Parts, areRemembered: Bool) {
    self.options = options
    trainRows = parts.train.count
    validationRows = parts.validation?.count ?? 0
    testRows = parts.test?.count ?? 0
    fingerprint = areRemembered ? parts.fingerprint : nil
  }

  /// Whether other rows are the same, as far as that was recorded.
  public func describes(_ parts: Parts) -> Bool { found(parts) == self }

  /// What would have been recorded of other rows.
  private func found(_ parts: Parts) -> TrainingData {
    TrainingData(options: options, parts, areRemembered: fingerprint != nil)
  }

  /// Checks that other rows are the same.
  ///
  /// - Throws: E0514.
  public func check(_ parts: Parts) throws(InputError) {
    let found = found(parts)
    guard found != self else { return }
    func text(_ data: TrainingData) -> String {
      "\(data.trainRows) training, \(data.validationRows) validation and \(data.testRows) test rows"
    }
    let areAsMany = text(found) == text(self)
    throw InputError(
      "E0514",
      "these are not the rows that training began on: "
        + (areAsMany
          ? "they are as many, but hold something else"
          : "there are \(text(found)), and there were \(text(self))"),
      in: parts.train.origin,
      help: ["a run is resumed on the same data; --data says where that is now"])
  }
}

extension TrainingData {
  var json: JSON {
    [
      "options": .object(
        JSONObject(options.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })),
      "train_rows": .integer(Int64(trainRows)),
      "validation_rows": .integer(Int64(validationRows)),
      "test_rows": .integer(Int64(testRows)),
      "fingerprint": fingerprint.map { .string(hexadecimal($0)) } ?? .null,
    ]
  }

  /// Reads what was saved.
  ///
  /// - Throws: E0414.
  init(reading cursor: JSONCursor) throws(InputError) {
    let options = try cursor.member("options")
    guard let names = options.value.objectValue?.keys else { throw options.mismatch("an object") }
    self.options = [:]
    for name in names { self.options[name] = try options.member(name).string() }
    trainRows = try cursor.member("train_rows").integer(in: 1...Int(Int32.max))
    validationRows = try cursor.member("validation_rows").integer(in: 0...Int(Int32.max))
    testRows = try cursor.member("test_rows").integer(in: 0...Int(Int32.max))
    let digits = try cursor.optionalMember("fingerprint")?.hexadecimal(count: 16)
    fingerprint = digits.flatMap { UInt64($0, radix: 16) }
    if self.options["limit"] != nil, limit ?? 0 < 1 {
      throw try options.member("limit").mismatch("a number of rows")
    }
  }
}
