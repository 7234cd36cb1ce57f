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
      "values": .array(summary.values.map { numbers($0) }),
      "imbalance": finite(summary.imbalance),
      "balanced": .bool(summary.isBalanced),
      "numbers": numbers(summary.all),
      "zeros": .integer(Int64(summary.zeros)),
      "constant_columns": .integer(Int64(summary.constantColumns)),
      "columns": .array(
        summary.columns.enumerated().map { index, column in
          guard case .object(var members) = numbers(column.numbers) else { return .null }
          members["name"] = dataset.table.map { .string($0.features[index]) } ?? .null
          members["outliers"] = .integer(Int64(column.outliers))
          return .object(members)
        }),
      "first_rows": .array(
        (0..<(summary.columns.isEmpty ? 0 : min(Self.rowLimit, dataset.train.count))).map { row in
          [
            "values": .array(
              summary.columns.indices.map { finite(Double(dataset.train.element($0, ofRow: row))) }
            ),
            "label": label(ofRow: row),
          ]
        }),
      "picture": legend.map { .string($0) } ?? .null,
    ]
  }

  /// A class's index, or plain numbers.
  private func label(ofRow row: Int) -> JSON {
    switch dataset.train.labels {
    case .classes(let classes): .integer(Int64(classes[row]))
    case .values(let values, let columns):
      .array((0..<columns).map { .number(Double(values[row * columns + $0])) })
    case .unknown: .null
    }
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
