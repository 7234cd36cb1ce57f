import Source
import Testing
import Training

/// Measures against figures that scikit-learn and scipy computed.
@Suite struct MeasureTests {
  private func isNear(_ a: Double?, _ b: Double) -> Bool {
    a.map { abs($0 - b) <= 1e-9 * max(1, abs(b)) } ?? false
  }

  @Test(arguments: MeasureFigures.classes) func classes(_ expected: ClassCase) throws {
    let measures = try ClassMeasures(labels: expected.labels, outputs: expected.outputs, top: 2)
    #expect(measures.matrix.counts == expected.matrix)
    #expect(isNear(measures.matrix.accuracy, expected.accuracy))
    #expect(isNear(measures.top?.accuracy, expected.top2))
    #expect(measures.figures.classes.map(\.index) == expected.present)
    for (place, entry) in measures.figures.classes.enumerated() {
      #expect(isNear(entry.figures.precision, expected.precision[place]))
      #expect(isNear(entry.figures.recall, expected.recall[place]))
      #expect(isNear(entry.figures.f1, expected.f1[place]))
      #expect(entry.figures.support == expected.support[place])
    }
    for (mean, figures) in [
      (measures.figures.macro, expected.macro), (measures.figures.weighted, expected.weighted),
    ] {
      #expect(isNear(mean.precision, figures[0]))
      #expect(isNear(mean.recall, figures[1]))
      #expect(isNear(mean.f1, figures[2]))
      #expect(mean.support == expected.labels.count)
    }
    #expect((measures.binary != nil) == (expected.matrix.count == 2))
  }

  @Test func zerosForWantOfAnythingToDivideByAreNamed() throws {
    let unpredicted = try ClassMeasures(
      labels: MeasureFigures.classes[1].labels, outputs: MeasureFigures.classes[1].outputs)
    #expect(unpredicted.figures.neverPredicted == [2])
    #expect(unpredicted.figures.neverSeen.isEmpty)
    let unseen = try ClassMeasures(
      labels: MeasureFigures.classes[2].labels, outputs: MeasureFigures.classes[2].outputs)
    #expect(unseen.figures.neverPredicted.isEmpty)
    #expect(unseen.figures.neverSeen == [3])
  }

  @Test(arguments: MeasureFigures.binary) func twoClasses(_ expected: BinaryCase) throws {
    let labels = expected.positive.map { $0 ? 1 : 0 }
    // One output, or one a class: the same.
    for outputs in [
      expected.probabilities.map { [$0] }, expected.probabilities.map { [1 - $0, $0] },
    ] {
      let binary = try #require(try ClassMeasures(labels: labels, outputs: outputs).binary)
      #expect(isNear(binary.rocArea, expected.rocArea))
      #expect(isNear(binary.logLoss, expected.logLoss))
    }
    let independent = try ClassMeasures(
      labels: labels, outputs: expected.probabilities.map { [0.3, $0] }, excludesOthers: false)
    #expect(independent.binary == nil)
  }

  @Test func theAreaIsUndefinedForOneClass() {
    #expect(rocArea(positive: [true, true], scores: [0.1, 0.9]) == nil)
    #expect(rocArea(positive: [true, false], scores: [0.1, .nan]) == nil)
    #expect(rocArea(positive: [true, false], scores: [0.4, 0.4]) == 0.5)
  }

  @Test(arguments: MeasureFigures.values) func plainNumbers(_ expected: ValueCase) {
    let figures = RegressionFigures(targets: expected.targets, predictions: expected.predictions)
    #expect(isNear(figures.meanSquaredError, expected.squared))
    #expect(isNear(figures.meanAbsoluteError, expected.absolute))
    #expect(isNear(figures.r2, expected.r2))
  }

  @Test func oneRowHasNoSpread() {
    #expect(RegressionFigures(targets: [[1]], predictions: [[3]]).r2 == nil)
  }

  /// Each pair of counts as rows: 3 that both have right, 2 that neither has.
  @Test(arguments: MeasureFigures.pairs)
  func twoModels(onlyFirst: Int, onlySecond: Int, probability: Double) {
    func answers(_ first: Bool) -> [Int] {
      [1, 1, 1] + Array(repeating: first ? 1 : 0, count: onlyFirst)
        + Array(repeating: first ? 0 : 1, count: onlySecond) + [0, 2]
    }
    let pair = McNemar(
      labels: Array(repeating: 1, count: 5 + onlyFirst + onlySecond), first: answers(true),
      second: answers(false))
    #expect([pair.both, pair.neither] == [3, 2])
    #expect([pair.onlyFirst, pair.onlySecond] == [onlyFirst, onlySecond])
    #expect(abs(pair.probability - probability) <= 1e-9 * probability)
  }

  @Test func equalOutputsCountInTheOrderOfTheClasses() {
    #expect(predictedClass([0.4, 0.4, 0.2]) == 0)
    #expect(predictedClass([0.2, 0.4, 0.4]) == 1)
    #expect(predictedClass([0.5]) == 0)
    #expect(predictedClass([0.51]) == 1)
    #expect(predictedClass([0.6], threshold: 0.7) == 0)
    let outputs = [[0.4, 0.4, 0.2], [0.4, 0.4, 0.2], [0.4, 0.2, 0.4]]
    #expect(topAccuracy(1, labels: [0, 1, 2], outputs: outputs) == 1.0 / 3)
    #expect(topAccuracy(2, labels: [0, 1, 2], outputs: outputs) == 1)
    #expect(topAccuracy(9, labels: [2, 2, 1], outputs: outputs) == 1)
  }

  @Test func aLabelThatIsNoneOfTheClassesIsNamed() throws {
    let error = #expect(throws: InputError.self) {
      try ClassMeasures(labels: [0, 1, 2], outputs: [[0.1], [0.8], [0.3]])
    }
    #expect(error?.diagnostics.first?.code == "E0706")
    #expect(error?.diagnostics.first?.message.contains("row 2 is of class 2") == true)
  }
}
