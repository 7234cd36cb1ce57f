import JSON
public import Training

/// What models say of the same rows.
public struct AnswerComparison: Sendable {
  /// One model's answers.
  public struct Answers: Sendable {
    /// The mean loss.
    public var loss: Double
    /// What they are worth.
    public var measures: Measures
    /// The predicted classes; none of plain numbers.
    public var classes: [Int]

    /// Makes answers.
    public init(loss: Double, measures: Measures, classes: [Int]) {
      self.loss = loss
      self.measures = measures
      self.classes = classes
    }
  }

  private let answers: [Answers]
  private let labels: [Int]
  private let rows: Int
  private let dataset: String

  /// Compares answers.
  ///
  /// - Parameters:
  ///   - answers: those of each model, to the same rows.
  ///   - labels: the rows' classes; none where they are plain numbers.
  ///   - rows: the number of rows.
  ///   - dataset: the name of the data set.
  public init(_ answers: [Answers], labels: [Int], rows: Int, dataset: String) {
    self.answers = answers
    self.labels = labels
    self.rows = rows
    self.dataset = dataset
  }

  /// The first model with each other one.
  private var pairs: [(other: Int, counts: McNemar)] {
    guard let first = answers.first, !labels.isEmpty else { return [] }
    return answers.indices.dropFirst().map {
      ($0, McNemar(labels: labels, first: first.classes, second: answers[$0].classes))
    }
  }

  /// The comparison for people.
  var text: String {
    var table = TextTable([("", .left)] + titles.map { ($0, .right) })
    for (index, answer) in answers.enumerated() {
      table.add([runMark(index), significant(answer.loss, 4)] + figures(answer))
    }
    let head = "on the same \(grouped(rows)) test rows of \(dataset)\n"
    guard !pairs.isEmpty else { return head + table.text }
    var counts = TextTable([
      ("", .left), ("both right", .right), ("only A", .right), ("only the other", .right),
      ("neither", .right), ("McNemar's p", .right),
    ])
    for pair in pairs {
      counts.add([
        "A \(runMark(pair.other))", grouped(pair.counts.both), grouped(pair.counts.onlyFirst),
        grouped(pair.counts.onlySecond), grouped(pair.counts.neither),
        significant(pair.counts.probability, 3),
      ])
    }
    return head + table.text + "\n" + counts.text
      + "p: how likely at least so uneven a split is where both models are equally good\n"
  }

  private var titles: [String] {
    if case .values = answers.first?.measures {
      ["loss", "mean squared error", "mean absolute error", "R2"]
    } else {
      ["loss", "accuracy", "macro f1", "weighted f1"]
    }
  }

  private func figures(_ answer: Answers) -> [String] {
    switch answer.measures {
    case .classes(let measures):
      [measures.matrix.accuracy, measures.figures.macro.f1, measures.figures.weighted.f1].map {
        fixed($0, 4)
      }
    case .values(let figures):
      [
        significant(figures.meanSquaredError, 4), significant(figures.meanAbsoluteError, 4),
        figures.r2.map { fixed($0, 4) } ?? "-",
      ]
    }
  }

  /// The comparison for programs.
  var json: JSON {
    [
      "dataset": .string(dataset), "rows": .integer(Int64(rows)),
      "models": .array(
        answers.map { answer in
          .object([
            "loss": .number(answer.loss),
            "measures": MeasuresReport(answer.measures, classNames: []).json,
          ])
        }),
      "pairs": .array(
        pairs.map { pair in
          [
            "first": 0, "second": .integer(Int64(pair.other)),
            "both_right": .integer(Int64(pair.counts.both)),
            "only_first_right": .integer(Int64(pair.counts.onlyFirst)),
            "only_second_right": .integer(Int64(pair.counts.onlySecond)),
            "neither_right": .integer(Int64(pair.counts.neither)),
            "probability": .number(pair.counts.probability),
          ]
        }),
    ]
  }
}
