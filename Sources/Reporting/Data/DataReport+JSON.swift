import Datasets
public import JSON

extension DataReport {
  /// The report for programs.
  public var json: JSON {
    var validation: JSON = .null
    if case .rows(let rows) = dataset.defaultValidation { validation = .integer(Int64(rows)) }
    return [
      "name": .string(dataset.name),
      "folder": .string(dataset.folder),
      "shape": .array(dataset.inputShape.map { .integer(Int64($0)) }),
      "storage": dataset.train.hasBytes ? "bytes" : "floats",
      "scale": .number(dataset.train.hasBytes ? 1.0 / 255 : 1),
      "train_rows": .integer(Int64(dataset.train.count)),
      "test_rows": dataset.test.map { .integer(Int64($0.count)) } ?? .null,
      "default_validation_rows": validation,
      "classes": .array(
        summary.classes.map {
          [
            "name": .string($0.name), "train": .integer(Int64($0.train)),
            "test": dataset.test == nil ? .null : .integer(Int64($0.test)),
          ]
        }),
      "imbalance": finite(summary.imbalance),
      "balanced": .bool(summary.isBalanced),
      "numbers": numbers(summary.all),
      "zeros": .integer(Int64(summary.zeros)),
      "constant_columns": .integer(Int64(summary.constantColumns)),
      "columns": .array(
        summary.columns.map { column in
          guard case .object(var members) = numbers(column.numbers) else { return .null }
          members["outliers"] = .integer(Int64(column.outliers))
          return .object(members)
        }),
      "first_rows": .array(
        (0..<(summary.columns.isEmpty ? 0 : min(Self.rowLimit, dataset.train.count))).map { row in
          [
            "values": .array(
              summary.columns.indices.map { .number(Double(dataset.train.element($0, ofRow: row))) }
            ),
            "class": .integer(Int64(dataset.train.classes[row])),
          ]
        }),
      "picture": legend.map { .string($0) } ?? .null,
    ]
  }

  private func numbers(_ summary: ColumnSummary) -> JSON {
    [
      "count": .integer(Int64(summary.count)), "missing": .integer(Int64(summary.missing)),
      "minimum": finite(summary.minimum), "maximum": finite(summary.maximum),
      "mean": finite(summary.mean), "deviation": finite(summary.deviation),
    ]
  }

  /// JSON has no infinities and no NaN.
  private func finite(_ value: Double?) -> JSON {
    value.flatMap { $0.isFinite ? .number($0) : nil } ?? .null
  }
}
