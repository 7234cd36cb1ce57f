public import JSON
public import Training

/// What the answers of a model to rows are worth, for people and for programs.
public struct MeasuresReport: Sendable {
  /// The measures.
  public let measures: Measures
  private let names: ClassNames
  /// The most classes whose matrix is written for programs. Of more, `confusion` has the counts that
  /// are not zero, each as the class, what it was taken for, and how often.
  private static let matrixLimit = 1_000

  /// Makes a report.
  public init(_ measures: Measures, classNames: [String]) {
    self.measures = measures
    names = ClassNames(classNames)
  }

  /// The report for people.
  public var text: String {
    switch measures {
    case .classes(let measures):
      let table = ClassificationTable(measures: measures, names: names)
      return table.text + table.remarks + more(measures) + "\n"
        + ConfusionTable(matrix: measures.matrix, names: names).text
    case .values(let figures):
      return "mean squared error \(significant(figures.meanSquaredError, 5))  "
        + "mean absolute error \(significant(figures.meanAbsoluteError, 5))  "
        + "R2 \(figures.r2.map { fixed($0, 4) } ?? "undefined, since there is one row")\n"
    }
  }

  /// The figures beside those of the table.
  private func more(_ measures: ClassMeasures) -> String {
    var parts: [String] = []
    if let top = measures.top {
      parts.append("top-\(top.count) accuracy \(fixed(top.accuracy, 4))")
    }
    if let binary = measures.binary {
      parts.append("log loss \(fixed(binary.logLoss, 4))")
      parts.append(
        "roc auc "
          + (binary.rocArea.map { fixed($0, 4) } ?? "undefined, since all rows are of one class"))
    }
    return parts.isEmpty ? "" : "\n" + parts.joined(separator: "  ") + "\n"
  }

  /// The report for programs.
  public var json: JSON {
    switch measures {
    case .values(let figures):
      return [
        "rows": .integer(Int64(figures.rows)),
        "mean_squared_error": .number(figures.meanSquaredError),
        "mean_absolute_error": .number(figures.meanAbsoluteError),
        "r2": .optional(figures.r2),
      ]
    case .classes(let measures): return json(measures)
    }
  }

  private func json(_ measures: ClassMeasures) -> JSON {
    var object: JSONObject = [
      "rows": JSON.integer(Int64(measures.matrix.total)),
      "accuracy": .number(measures.matrix.accuracy),
    ]
    if let top = measures.top {
      object["top"] = ["count": .integer(Int64(top.count)), "accuracy": .number(top.accuracy)]
    }
    if let binary = measures.binary {
      object["roc_auc"] = .optional(binary.rocArea)
      object["log_loss"] = .number(binary.logLoss)
    }
    object["classes"] = .array(
      measures.figures.classes.map { entry in
        var row: JSONObject = [
          "class": JSON.integer(Int64(entry.index)), "name": .string(names[entry.index]),
        ]
        for (key, value) in entry.figures.members { row[key] = value }
        return .object(row)
      })
    object["macro_avg"] = .object(JSONObject(measures.figures.macro.members))
    object["weighted_avg"] = .object(JSONObject(measures.figures.weighted.members))
    func list(_ classes: [Int]) -> JSON { .array(classes.map { .integer(Int64($0)) }) }
    object["never_predicted"] = list(measures.figures.neverPredicted)
    object["never_seen"] = list(measures.figures.neverSeen)
    if measures.matrix.classes <= Self.matrixLimit {
      object["confusion_matrix"] = .array(measures.matrix.counts.map(list))
    } else {
      object["confusion"] = .array(
        measures.matrix.entries.map { list([$0.label, $0.prediction, $0.count]) })
    }
    return .object(object)
  }
}

extension ClassificationFigures.Figures {
  fileprivate var members: [(String, JSON)] {
    [
      ("precision", .number(precision)), ("recall", .number(recall)), ("f1", .number(f1)),
      ("support", .integer(Int64(support))),
    ]
  }
}
