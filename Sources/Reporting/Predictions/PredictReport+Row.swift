extension PredictReport {
  /// One row at length: every output with its class and a bar.
  public var rowText: String {
    guard let prediction = predictions.first else { return "" }
    let label = prediction.label.map { ", labelled \(name($0))" } ?? ""
    guard let classIndex = prediction.classIndex else {
      let outputs = prediction.outputs.map { fixed($0, 3) }.joined(separator: ", ")
      return "row \(prediction.row): \(outputs)\(label)\n"
    }
    var table = TextTable([.right, .left, .right, .left])
    // A single output is the probability of class 1.
    let outputs =
      prediction.outputs.count == 1
      ? [1 - prediction.outputs[0], prediction.outputs[0]] : prediction.outputs
    for (index, output) in outputs.enumerated() {
      table.add([
        "  \(index)", names.areWords ? names.short(index) : "", fixed(output, 3),
        bar(output, width: 40),
      ])
    }
    return "row \(prediction.row): \(names.short(classIndex))\(label)"
      + "\(prediction.isWrong ? ": wrong" : "")\n" + table.text
  }
}

extension PredictReport {
  /// All rows as comma-separated values: the row's number, its class, its label, and every output
  /// with all its digits.
  public var csv: String {
    let outputs = predictions.first?.outputs.count ?? 0
    let labels = predictions.map { $0.label?.count ?? 1 }.max() ?? 1
    let hasClasses = predictions.contains { $0.classIndex != nil }
    let head =
      ["row"] + (hasClasses ? ["class"] : [])
      + (labels == 1 ? ["label"] : (0..<labels).map { "label \($0)" })
      + (!hasClasses
        ? (0..<outputs).map { "output \($0)" }
        : outputs == 1 ? [names[1]] : (0..<outputs).map { names[$0] })
    return Reporting.csv(
      [head]
        + predictions.map { prediction in
          let label: [String] =
            switch prediction.label {
            case .classIndex(let index): [names[index]]
            case .values(let values): values.map { "\($0)" }
            case nil: Array(repeating: "", count: labels)
            }
          return ["\(prediction.row)"]
            + (hasClasses ? [prediction.classIndex.map { names[$0] } ?? ""] : []) + label
            + prediction.outputs.map { "\($0)" }
        })
  }
}

extension PredictReport.Label {
  /// How many cells it takes.
  fileprivate var count: Int { if case .values(let values) = self { values.count } else { 1 } }
}
