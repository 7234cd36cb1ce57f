import JSON
import Testing
import Training

@testable import Reporting

@Suite struct MeasuresReportTests {
  private func measures(
    _ labels: [Int], _ predictions: [Int], classes: Int, top: Int? = nil
  ) throws -> ClassMeasures {
    try ClassMeasures(
      labels: labels,
      outputs: predictions.map { own in (0..<classes).map { $0 == own ? 1 : 0 } }, top: top)
  }

  @Test(arguments: ReportTexts.cases.indices) func printsAsScikitLearnDoes(index: Int) throws {
    let expected = ReportTexts.cases[index]
    let table = ClassificationTable(
      measures: try measures(expected.labels, expected.predictions, classes: expected.classes),
      names: ClassNames(ReportTexts.names))
    #expect(table.text == expected.text)
  }

  @Test func theWholeReport() throws {
    let report = MeasuresReport(
      .classes(try measures([0, 0, 1, 1, 2, 2, 2], [0, 1, 1, 1, 1, 2, 0], classes: 4, top: 2)),
      classNames: ["a", "b", "a\u{1B}class", "d"])
    #expect(
      report.text == """
                      precision    recall  f1-score   support

                   a       0.50      0.50      0.50         2
                   b       0.50      1.00      0.67         2
        a\\u{1B}class       1.00      0.33      0.50         3

            accuracy                           0.57         7
           macro avg       0.67      0.61      0.56         7
        weighted avg       0.71      0.57      0.55         7

        top-2 accuracy 0.7143

        a row for each class, a column for what it was taken for
                        0  1  2  3
        0 a             1  1  0  0
        1 b             0  2  0  0
        2 a\\u{1B}class  1  1  1  0
        3 d             0  0  0  0
        taken most often
          1  a             for b  50.0 %
          1  a\\u{1B}class  for a  33.3 %
          1  a\\u{1B}class  for b  33.3 %

        """, "\(report.text)")
    let json = report.json
    #expect(json["accuracy"] == .number(4.0 / 7))
    #expect(json["top"]?["count"]?.intValue == 2)
    #expect(
      json["classes"]?.arrayValue?.map { $0["name"]?.stringValue } == ["a", "b", "a\u{1B}class"])
    #expect(json["confusion_matrix"]?.arrayValue?[2] == [1, 1, 1, 0])
    #expect(json["macro_avg"]?["support"]?.intValue == 7)
    #expect(json["roc_auc"] == nil)
  }

  @Test func sizesThatDoNotFitAndZerosThatNeedAReason() throws {
    let many = try measures(Array(0..<60), Array(1..<60) + [0], classes: 60)
    let text = MeasuresReport(.classes(many), classNames: []).text
    #expect(!text.contains("a row for each class"))
    #expect(text.contains("taken most often\n  1  0  for 1"))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })

    let odd = try measures([0, 1, 2], [0, 0, 3], classes: 4)
    let remarks = MeasuresReport(.classes(odd), classNames: []).text
    #expect(remarks.contains("never predicted: 1, 2; the precision there is 0 by definition\n"))
    #expect(remarks.contains("in no row: 3; the recall there is 0 by definition\n"))
  }

  /// A matrix of that many classes would take 34 GB.
  @Test func manyClasses() throws {
    let classes = 65_536
    func one(_ place: Int) -> [Double] { (0..<classes).map { $0 == place ? 1 : 0 } }
    let many = try ClassMeasures(
      labels: [7, 65_535, 7], outputs: [one(7), one(3), one(65_534)])
    #expect(many.matrix.hits[7] == 1 && many.matrix.support[7] == 2)
    #expect(many.figures.classes.map(\.index) == [3, 7, 65_534, 65_535])
    #expect(abs(many.matrix.accuracy - 1.0 / 3) < 1e-15)
    let report = MeasuresReport(.classes(many), classNames: [])
    #expect(report.text.contains("taken most often\n  1  7      for 65534"), "\(report.text)")
    #expect(report.json["confusion_matrix"] == nil)
    #expect(report.json["confusion"]?.arrayValue == [[7, 7, 1], [7, 65_534, 1], [65_535, 3, 1]])
  }

  @Test func twoClassesAndPlainNumbers() throws {
    let report = MeasuresReport(
      .classes(try ClassMeasures(labels: [0, 1, 1], outputs: [[0.2], [0.6], [0.1]])),
      classNames: ["bad", "good"])
    #expect(report.text.contains("log loss 1.0122  roc auc 0.5000\n"))
    #expect(report.json["roc_auc"] == .number(0.5))
    let single = MeasuresReport(
      .classes(try ClassMeasures(labels: [1], outputs: [[0.6]])), classNames: [])
    #expect(single.text.contains("roc auc undefined, since all rows are of one class"))
    #expect(single.json["roc_auc"] == .null)

    let values = MeasuresReport(
      .values(RegressionFigures(targets: [[1], [3]], predictions: [[2], [3]])), classNames: [])
    #expect(values.text == "mean squared error 0.5  mean absolute error 0.5  R2 0.5000\n")
    #expect(values.json["r2"] == .number(0.5))
  }

  /// Correctly rounded, where scaling by a power of ten alone would not be.
  @Test(arguments: [
    (0.625, 2, "0.62"), (0.375, 2, "0.38"), (0.125, 2, "0.12"), (0.295, 2, "0.29"),
    (0.285, 2, "0.28"), (0.545, 2, "0.55"), (2.5, 0, "2"), (1.005, 2, "1.00"),
  ])
  func numbersAreRoundedAsInC(value: Double, digits: Int, text: String) {
    #expect(fixed(value, digits) == text)
  }

  @Test(arguments: [
    (0.0, "0"), (1, "1"), (0.5, "0.5"), (1234.56, "1235"), (123_456, "123456"), (12.3456, "12.35"),
    (-0.00012345, "-0.0001234"), (1.5e-7, "1.500e-07"), (9.87654e9, "9.877e+09"),
  ])
  func digitsThatCount(value: Double, text: String) { #expect(significant(value, 4) == text) }
}
