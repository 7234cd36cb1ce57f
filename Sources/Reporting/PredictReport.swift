public import JSON

/// What `nnc predict` says of rows.
public struct PredictReport: Sendable {
  /// One row.
  public struct Prediction: Hashable, Sendable {
    /// The index of the class; nil for a plain number.
    public var classIndex: Int?
    /// The name of the class.
    public var className: String?
    /// The outputs: probabilities, or plain numbers.
    public var outputs: [Double]
    /// The row's own label, where it has one.
    public var label: Int?

    /// Makes a prediction of a row's outputs: the largest of several, or one probability against
    /// a half.
    public init(outputs: [Double], isProbability: Bool, classNames: [String], label: Int?) {
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

  private func name(_ label: Int) -> String {
    classNames.indices.contains(label) ? classNames[label] : String(label)
  }

  /// The report for programs.
  public var json: JSON {
    [
      "predictions": .array(
        predictions.map { prediction in
          [
            "class": prediction.classIndex.map { .integer(Int64($0)) } ?? .null,
            "class_name": prediction.className.map { .string($0) } ?? .null,
            "label": prediction.label.map { .integer(Int64($0)) } ?? .null,
            "probabilities": .array(prediction.outputs.map { .number($0) }),
          ]
        })
    ]
  }
}
