import Source
import Training

/// The figures of classes, set as scikit-learn's `classification_report` sets them.
struct ClassificationTable {
  let measures: ClassMeasures
  let names: ClassNames

  /// The digits behind the point.
  private static let digits = 2
  /// The most columns of a name; what stands right of it takes the rest of 80.
  private static let nameLimit = 39

  var text: String {
    let figures = measures.figures
    let named = figures.classes.map { (names.short($0.index, Self.nameLimit), $0.figures) }
    let width = max("weighted avg".count, named.map(\.0.count).max() ?? 0)
    func line(_ name: String, _ cells: [String]) -> String {
      let padded = ([name.leftPadding(to: width) + " "] + cells.map { $0.leftPadding(to: 9) })
      return padded.joined(separator: " ") + "\n"
    }
    func line(_ name: String, _ figures: ClassificationFigures.Figures) -> String {
      line(
        name,
        [figures.precision, figures.recall, figures.f1].map { fixed($0, Self.digits) }
          + [String(figures.support)])
    }
    let accuracy = line(
      "accuracy",
      ["", "", fixed(measures.matrix.accuracy, Self.digits), String(measures.matrix.total)])
    return line("", ["precision", "recall", "f1-score", "support"]) + "\n"
      + named.map { line($0, $1) }.joined() + "\n" + accuracy
      + line("macro avg", figures.macro) + line("weighted avg", figures.weighted)
  }

  /// What the zeros among the figures stand for; empty where each has its own reason.
  var remarks: String {
    func remark(_ classes: [Int], _ what: String, _ figure: String) -> String {
      guard !classes.isEmpty else { return "" }
      let list = classes.prefix(5).map { names.short($0, Self.nameLimit) }.joined(separator: ", ")
      let rest = classes.count > 5 ? " and \(classes.count - 5) more" : ""
      return wrapped("\(what): \(list)\(rest); \(figure) there is 0 by definition", indent: 0)
    }
    return remark(measures.figures.neverPredicted, "never predicted", "the precision")
      + remark(measures.figures.neverSeen, "in no row", "the recall")
  }
}
