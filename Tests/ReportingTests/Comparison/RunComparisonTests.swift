import JSON
import Testing
import Training

@testable import Reporting

@Suite struct RunComparisonTests {
  /// A run whose figures get better by a rule, with as many epochs as it has losses.
  private func run(
    _ name: String, layers: [String] = ["dense 4 relu", "softmax 3"],
    settings: [(name: String, value: String)] = [("seed", "1")], valid: [Double?],
    train: [Double]? = nil, trainAccuracy: Double? = 0.9, validAccuracy: Double? = 0.85,
    keptEpoch: Int? = nil
  ) -> TrainedRun {
    let history = valid.enumerated().map { index, loss in
      EpochRecord(
        epoch: index + 1, trainLoss: 0.5, trainDataLoss: train?[index] ?? 0.5,
        trainAccuracy: trainAccuracy, validLoss: loss,
        validAccuracy: loss == nil ? nil : validAccuracy, learningRate: 0.1, seconds: 2)
    }
    return TrainedRun(
      name: name, layers: layers, settings: settings, history: history, parameters: 1234,
      test: Score(loss: 0.25, accuracy: 0.875), keptEpoch: keptEpoch)
  }

  @Test func layersStandBesideTheirLike() {
    func aligned(_ lists: [String]...) -> [[String]] {
      SettingDifferences.aligned(lists).map { $0.map { $0 ?? "-" } }
    }
    #expect(
      aligned(["dense 300", "softmax 10"], ["dense 300", "dropout 0.2", "softmax 10"]) == [
        ["dense 300", "dense 300"], ["-", "dropout 0.2"], ["softmax 10", "softmax 10"],
      ])
    #expect(
      aligned(["dense 3", "tanh"], ["dense 5", "tanh"]) == [
        ["dense 3", "dense 5"], ["tanh", "tanh"],
      ])
    #expect(aligned(["tanh"], ["relu"]).count == 2)
    #expect(aligned([], ["a"], []) == [["-", "a", "-"]])
    // A third list stands beside what fits it best of both others.
    #expect(
      aligned(["dense 3", "tanh"], ["dense 5", "relu"], ["dense 5", "tanh", "relu"]).map(\.last)
        .filter { $0 == "-" }.isEmpty)
  }

  @Test func onlyWhatDiffersIsListed() {
    let runs = [
      run("a", settings: [("seed", "1"), ("stop", "valid_loss")], valid: [1]),
      run("b", settings: [("seed", "2")], valid: [1]),
      run("c", layers: ["dense 8 relu", "softmax 3"], settings: [("seed", "1")], valid: [1]),
    ]
    #expect(
      SettingDifferences(runs).text == """
        layer 1  A B  dense 4 relu
                 C    dense 8 relu
        seed     A C  1
                 B    2
        stop     A    valid_loss
                 B C  -

        """)
    #expect(SettingDifferences([runs[0], runs[0]]).text.contains("do not differ"))
  }

  @Test func figuresOfRuns() {
    let comparison = RunComparison([
      run("runs/a", valid: [0.5, 0.3, 0.4], keptEpoch: 2), run("runs/b", valid: [0.6, nil, 0.35]),
    ])
    let text = comparison.text
    #expect(text.hasPrefix("A  runs/a\nB  runs/b\n\nthe runs do not differ in any setting\n"))
    for line in [
      "valid loss         0.4     0.35*", "  best             0.3*    0.35 ",
      "  in epoch           2        3", "kept epoch           2        -",
      "* the best of the line", "validation loss",
    ] { #expect(text.contains(line.trimmingTrailingSpaces()), "\(line) in\n\(text)") }
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })

    let json = comparison.json
    #expect(json["runs"]?.arrayValue?[0]["best_valid_loss_epoch"]?.intValue == 2)
    #expect(json["runs"]?.arrayValue?[1]["kept_epoch"] == .null)
    #expect(json["runs"]?.arrayValue?[1]["history"]?.arrayValue?.count == 3)
  }

  @Test func manyRunsStandInBlocksThatFit() {
    let runs = (0..<30).map { run("run \($0)", valid: [Double($0 + 1)]) }
    let text = RunComparison(runs).text
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    #expect(text.contains("Z  run 25\n27  run 26\n"))
  }

  @Test func aRunWithoutEpochs() {
    let comparison = RunComparison([run("a", valid: [])])
    #expect(comparison.svg == nil)
    #expect(comparison.text.contains("it was not trained"))
  }

  @Test func thePictureHasACurveForEachRunAndPart() throws {
    let svg = try #require(
      RunComparison([run("x/<a>", valid: [0.5, 0.3]), run("b", valid: [nil, nil])]).svg)
    // Two figures, each with two training curves and one of validation.
    #expect(svg.split(separator: "<polyline").count == 7)
    #expect(svg.split(separator: "stroke-dasharray").count == 1 + 4 + 1)
    #expect(svg.contains("A &lt;a&gt;"))
    #expect(!svg.contains("<a>"))
    // A single epoch is a point.
    #expect(try #require(RunComparison([run("a", valid: [1])]).svg).contains("<circle"))
    #expect(RunComparison([run("a", valid: [1])]).html?.hasPrefix("<!DOCTYPE html>") == true)
  }

  @Test func hugeNumbersHavePlaces() throws {
    let wild = run("a", valid: [1.7e308, -1.7e308], train: [1e-300, 1e300])
    #expect(RunComparison([wild]).svg != nil)
    #expect(!RunComparison([wild]).text.isEmpty)
  }

  @Test(
    arguments: [
      [0, .leastNonzeroMagnitude], [0, 1e-300 * 1e-10], [.leastNonzeroMagnitude, 1e-300 * 1e-10],
      [1, 1 + 0x1p-52],
    ] as [[Double]])
  func tinyDifferencesHavePlaces(losses: [Double]) throws {
    let tame = RunComparison([run("a", valid: losses, train: losses)])
    #expect(try #require(tame.svg).split(separator: "<polyline").count > 2)
    #expect(tame.html != nil)
    #expect(tame.text.contains("t training rows, v validation rows"))
    #expect(tame.json["runs"]?.arrayValue?[0]["history"]?.arrayValue?.count == 2)
  }

  @Test func adviceHasFigures() {
    func advice(_ run: TrainedRun) -> String { FittingAdvice(run).lines.joined(separator: "\n") }
    let fits = advice(run("a", valid: [0.5], trainAccuracy: 0.86))
    #expect(fits.contains("no gap (accuracy 0.8600 on training rows, 0.8500 on validation rows)"))
    #expect(fits.contains("raise the capacity"))
    let over = advice(run("a", valid: [0.5], trainAccuracy: 0.95))
    #expect(over.contains("big gap") && over.contains("regularise"))
    #expect(advice(run("a", valid: [0.5], trainAccuracy: 0.88)).hasPrefix("small gap"))

    let rose = advice(run("a", valid: [0.5, 0.3, 0.4]))
    #expect(rose.contains("best in epoch 2 (0.3) and rose to 0.4: 'stop valid_loss patience=5'"))
    #expect(
      advice(run("a", valid: [0.5, 0.3, 0.4], keptEpoch: 2)).contains(
        "that epoch's weights were kept"))
    #expect(!advice(run("a", valid: [0.5, 0.3, 0.31])).contains("rose"))

    let numbers = run(
      "a", valid: [8], train: [4], trainAccuracy: nil, validAccuracy: nil)
    #expect(advice(numbers).hasPrefix("big gap (loss 4 on training rows, 8 on validation rows)"))
    #expect(advice(run("a", valid: [nil])).contains("--valid"))
  }

  @Test func curvesAsText() {
    let plot = TextPlot(
      title: "loss", series: [("a", [(1, 4), (2, 3), (3, 2)]), ("b", [(1, 4), (3, 4)])],
      size: (width: 9, height: 5))
    #expect(
      plot.lines == [
        "   loss",
        "4 ┤abbbbbbbb",
        "  │  aa     ",
        "3 ┤    a    ",
        "  │     aa  ",
        "2 ┤       aa",
        "  └─────────",
        "   1   2   3",
      ], "\(plot.lines)")
    #expect(TextPlot(title: "loss", series: [("a", [])]).lines.isEmpty)
  }

  @Test func answersToTheSameRows() throws {
    let labels = [0, 1, 1, 0]
    func answers(_ outputs: [Double]) throws -> AnswerComparison.Answers {
      AnswerComparison.Answers(
        loss: 0.5,
        measures: .classes(try ClassMeasures(labels: labels, outputs: outputs.map { [$0] })),
        classes: outputs.map { predictedClass([$0]) })
    }
    let comparison = AnswerComparison(
      [try answers([0.1, 0.9, 0.2, 0.1]), try answers([0.9, 0.9, 0.9, 0.9])], labels: labels,
      rows: 4, dataset: "d")
    #expect(
      comparison.text == """
        on the same 4 test rows of d
           loss  accuracy  macro f1  weighted f1
        ────────────────────────────────────────
        A   0.5    0.7500    0.7333       0.7333
        B   0.5    0.5000    0.3333       0.3333

             both right  only A  only the other  neither  McNemar's p
        ─────────────────────────────────────────────────────────────
        A B           1       2               1        0            1
        p: how likely at least so uneven a split is where both models are equally good

        """, "\(comparison.text)")
    #expect(comparison.json["pairs"]?.arrayValue?.first?["only_first_right"]?.intValue == 2)
  }
}
