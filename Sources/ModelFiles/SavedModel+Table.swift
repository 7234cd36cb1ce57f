import Datasets
import JSON
import Source

/// What `model.json` says of the table that a model was trained on.
extension TrainedTable {
  var json: JSON {
    [
      "features": .array(schema.features.map { .string($0) }),
      "labels": .array(schema.labels.map { .string($0) }),
      "has_names": .bool(schema.hasNames),
      "fill": Self.json(schema.fill),
      "class_numbers": Self.json(classNumbers),
      "split": split.map { split in
        [
          "test": .string(split.test.description),
          "method": .string(split.method.rawValue),
          "seed": .integer(Int64(clamping: split.seed)),
          "rows": .integer(Int64(split.rows)),
          "fingerprint": .string(hexadecimal(split.fingerprint)),
        ]
      } ?? .null,
    ]
  }

  private static func json(_ numbers: [Float]?) -> JSON {
    numbers.map { .array($0.map { .number(Double($0)) }) } ?? .null
  }

  /// Reads what was saved.
  ///
  /// - Throws: E0414.
  init(
    reading cursor: JSONCursor, classNames: [String], columns: Int
  ) throws(InputError) {
    let features = try cursor.member("features")
    guard try features.strings().count == columns else {
      throw features.mismatch("\(columns) names")
    }
    let fill = try Self.numbers(cursor.optionalMember("fill"), count: columns)
    self.init(
      schema: TableSchema(
        features: try features.strings(), labels: try cursor.member("labels").strings(),
        hasNames: try cursor.member("has_names").flag(), fill: fill),
      classNames: classNames,
      classNumbers: try Self.numbers(
        cursor.optionalMember("class_numbers"), count: classNames.count))
    guard let split = try cursor.optionalMember("split") else { return }
    let fingerprint = try split.member("fingerprint").hexadecimal(count: 16)
    self.split = TableSplit(
      test: try split.member("test").reading { text throws(InputError) in
        try Holdout(parsing: text, for: .test)
      },
      method: try split.member("method").reading { text throws(InputError) in
        try SplitMethod(parsing: text)
      },
      seed: UInt64(try split.member("seed").integer(in: 0...(1 << 53))),
      rows: try split.member("rows").integer(in: 1...Int.max),
      fingerprint: UInt64(fingerprint, radix: 16) ?? 0)
  }

  /// So many numbers of single precision.
  private static func numbers(
    _ cursor: JSONCursor?, count: Int
  ) throws(InputError) -> [Float]? {
    guard let cursor else { return nil }
    let limit = Double(Float.greatestFiniteMagnitude)
    var numbers: [Float] = []
    for element in try cursor.elements() {
      numbers.append(Float(try element.number(in: -limit...limit)))
    }
    guard numbers.count == count else { throw cursor.mismatch("\(count) numbers") }
    return numbers
  }
}

extension JSONCursor {
  /// A string that `parse` understands.
  fileprivate func reading<Value>(
    _ parse: (String) throws(InputError) -> Value
  ) throws(InputError) -> Value {
    do {
      return try parse(string())
    } catch {
      throw mismatch("what it was written as")
    }
  }

  /// True or false.
  fileprivate func flag() throws(InputError) -> Bool {
    guard case .bool(let flag) = value else { throw mismatch("true or false") }
    return flag
  }
}
