public import JSON
import Source
import Training

/// What `nnc predict` says of rows.
public struct PredictReport: Sendable {
  /// A row's own label.
  public enum Label: Hashable, Sendable {
    /// The index of its class.
    case classIndex(Int)
    /// Its plain numbers.
    case values([Double])
  }

  /// One row.
  public struct Prediction: Hashable, Sendable {
    /// The number of the row in the data, from 0.
    public var row: Int
    /// The index of the class; nil for a plain number.
    public var classIndex: Int?
    /// The name of the class.
    public var className: String?
    /// The outputs: probabilities, or plain numbers.
    public var outputs: [Double]
    /// The row's own label, where it has one.
    public var label: Label?

    /// Makes a prediction of a row's outputs: the most probable class, of one probability by a
    /// threshold; plain numbers are no classes.
    public init(
      row: Int = 0, outputs: [Double], isProbability: Bool, classNames: [String], label: Label?,
      threshold: Double = 0.5
    ) {
      self.row = row
      self.outputs = outputs
      self.label = label
      classIndex = isProbability ? predictedClass(outputs, threshold: threshold) : nil
      className = classIndex.flatMap { $0 < classNames.count ? classNames[$0] : nil }
    }

    /// Whether the class is not the row's own.
    var isWrong: Bool {
      if case .classIndex(let own) = label, let classIndex { own != classIndex } else { false }
    }
  }

  let predictions: [Prediction]
  let names: ClassNames

  /// Makes a report.
  public init(_ predictions: [Prediction], classNames: [String]) {
    self.predictions = predictions
    names = ClassNames(classNames)
  }

  /// The report for people.
  ///
  /// - Parameter limit: the most rows that are shown.
  public func text(limit: Int = .max) -> String {
    let shown = predictions.prefix(limit)
    let rest = predictions.count - shown.count
    return table(shown)
      + (rest > 0
        ? "and \(grouped(rest)) more rows: --limit N shows N of them, --csv FILE writes all\n" : "")
  }

  /// The rows with all outputs, under the names of the classes or their numbers, or where that does
  /// not fit 80 columns with the largest of them.
  private func table(_ shown: ArraySlice<Prediction>) -> String {
    let outputs = (shown.first?.outputs.count ?? 0)
    let titles =
      outputs == 1
      ? [shown.first?.classIndex == nil ? "output" : "P(\(names.short(1)))"]
      : (0..<outputs).map { names.short($0) }
    let wide = [titles, (0..<outputs).map(String.init)].lazy
      .map { table(shown, titles: $0) { $0.outputs.map { fixed($0, 3) } } }
    return wide.first { $0.prefix { $0 != "\n" }.count <= 80 }
      ?? table(shown, titles: ["most probable"]) { [ranking($0)] }
  }

  private func table(
    _ shown: ArraySlice<Prediction>, titles: [String], _ cells: (Prediction) -> [String]
  ) -> String {
    let isRanking = titles == ["most probable"]
    let hasClasses = shown.contains { $0.classIndex != nil }
    var table = TextTable(
      [("row", .right)] + (hasClasses ? [("class", .left)] : []) + [("label", .left)]
        + titles.map { ($0, isRanking ? .left : .right) })
    for prediction in shown {
      table.add(
        ["\(prediction.row)"]
          + (hasClasses ? [prediction.classIndex.map { names.short($0) } ?? "-"] : [])
          + [prediction.label.map(name) ?? "-"] + cells(prediction))
    }
    return table.text
  }

  /// The largest outputs of a row with their classes, as many as leave at least half a thousandth.
  private func ranking(_ prediction: Prediction) -> String {
    let order = prediction.outputs.indices.sorted {
      (prediction.outputs[$1], $0) < (prediction.outputs[$0], $1)
    }
    return order.prefix(3).enumerated()
      .filter { $0.offset == 0 || prediction.outputs[$0.element] >= 0.0005 }
      .map { "\(fixed(prediction.outputs[$0.element], 3)) \(names.short($0.element, 11))" }
      .joined(separator: "  ")
  }

  /// What a label says.
  func name(_ label: Label) -> String {
    switch label {
    case .classIndex(let index): names.short(index)
    case .values(let values): values.map { fixed($0, 3) }.joined(separator: ", ")
    }
  }

  /// The report for programs.
  ///
  /// - Parameter values: a row's own numbers, of a report on one row.
  public func json(values: RowValues? = nil) -> JSON {
    [
      "predictions": .array(
        predictions.map { prediction in
          var object: JSONObject = [
            "row": .integer(Int64(prediction.row)),
            "class": prediction.classIndex.map { .integer(Int64($0)) } ?? .null,
            "class_name": prediction.className.map { .string($0) } ?? .null,
            "label": prediction.label?.json ?? .null,
            "probabilities": .array(prediction.outputs.map { .number($0) }),
          ]
          if let values { object["values"] = values.json }
          return .object(object)
        })
    ]
  }
}

extension PredictReport.Label {
  /// The index of a class, one number, or a list of numbers.
  fileprivate var json: JSON {
    switch self {
    case .classIndex(let index): .integer(Int64(index))
    case .values(let values) where values.count == 1: .number(values[0])
    case .values(let values): .array(values.map { .number($0) })
    }
  }
}
