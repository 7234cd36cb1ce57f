public import JSON

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
    /// The index of the class; nil for a plain number.
    public var classIndex: Int?
    /// The name of the class.
    public var className: String?
    /// The outputs: probabilities, or plain numbers.
    public var outputs: [Double]
    /// The row's own label, where it has one.
    public var label: Label?

    /// Makes a prediction of a row's outputs: the largest of several, or one probability against
    /// a half.
    public init(outputs: [Double], isProbability: Bool, classNames: [String], label: Label?) {
      self.outputs = outputs
      self.label = label
      if outputs.count > 1 {
        classIndex = outputs.indices.max {
          outputs[$0] < outputs[$1] || (outputs[$0] == outputs[$1] && $0 > $1)
        }
      } else if isProbability, let probability = outputs.first {
        classIndex = probability > 0.5 ? 1 : 0
      }
      className = classIndex.flatMap { $0 < classNames.count ? classNames[$0] : nil }
    }
  }

  private let predictions: [Prediction]
  private let classNames: [String]

  /// Makes a report.
  public init(_ predictions: [Prediction], classNames: [String]) {
    self.predictions = predictions
    self.classNames = classNames
  }

  /// The report for people.
  public var text: String {
    let width = predictions.first?.outputs.count ?? 0
    let outputs = (0..<width).map { (title: String($0), TextTable.Alignment.right) }
    var table = TextTable(
      [("row", .right), ("class", .left), ("label", .left)] + outputs)
    for (row, prediction) in predictions.enumerated() {
      table.add(
        [
          "\(row)", prediction.className ?? prediction.classIndex.map(String.init) ?? "-",
          prediction.label.map(name) ?? "-",
        ] + prediction.outputs.map { fixed($0, 3) })
    }
    return table.text
  }

  private func name(_ label: Label) -> String {
    switch label {
    case .classIndex(let index):
      classNames.indices.contains(index) ? classNames[index] : String(index)
    case .values(let values): values.map { fixed($0, 3) }.joined(separator: ", ")
    }
  }

  /// The report for programs.
  public var json: JSON {
    [
      "predictions": .array(
        predictions.map { prediction in
          [
            "class": prediction.classIndex.map { .integer(Int64($0)) } ?? .null,
            "class_name": prediction.className.map { .string($0) } ?? .null,
            "label": prediction.label?.json ?? .null,
            "probabilities": .array(prediction.outputs.map { .number($0) }),
          ]
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
