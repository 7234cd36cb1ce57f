import JSON
import Testing

@testable import Reporting

@Suite struct InspectionReportTests {
  private let weight = InspectionReport.Tensor(
    name: "dense1.weight", shape: [3, 2], values: [0, 1, 0, -2, 0, 0])
  private let bias = InspectionReport.Tensor(name: "dense1.bias", shape: [2], values: [0.5, 0.25])

  @Test func figures() {
    let figures = TensorFigures(shape: [3, 2], values: [0, 1, 0, -2, 0, 0])
    #expect([figures.minimum, figures.maximum] == [-2, 1])
    #expect(abs(figures.mean + 1.0 / 6) < 1e-15)
    // The mean of squares less the square of the mean: 5/6 - 1/36.
    #expect(abs(figures.deviation - (29.0 / 36).squareRoot()) < 1e-15)
    #expect(abs(figures.norm - 5.0.squareRoot()) < 1e-15)
    #expect([figures.zeros, figures.zeroRows, figures.zeroColumns] == [4, 1, 1])
  }

  @Test func aTableWithRemarks() {
    let report = InspectionReport([weight, bias], isDetailed: false)
    #expect(
      report.text == """
        tensor         shape   min  max    mean  deviation   norm  zeros
        ────────────────────────────────────────────────────────────────
        dense1.weight    3x2    -2    1  -0.167      0.898   2.24      4
        dense1.bias        2  0.25  0.5   0.375      0.125  0.559      0
        dense1.weight: 1 of 2 columns are all 0: these units read nothing
        dense1.weight: 1 of 3 rows are all 0: no unit reads these inputs
        8 numbers

        """, "\(report.text)")
    #expect(
      report.csv.hasPrefix(
        "tensor,shape,min,max,mean,deviation,norm,zeros\ndense1.weight,3x2,-2.0,1.0,"))
    #expect(report.json["tensors"]?.arrayValue?[0]["zero_rows"]?.intValue == 1)
    #expect(report.json["tensors"]?.arrayValue?[0]["histogram"] == nil)
  }

  @Test func histograms() {
    let histogram = Histogram([0, 1, 1, 2, 3, 4], bins: 4)
    #expect(histogram.edges == [0, 1, 2, 3, 4])
    #expect(histogram.counts == [1, 2, 1, 2])
    #expect(
      histogram.text.hasPrefix(
        "  0  to  1  1  ████████████████████\n  1  to  2  2  ████████████████████████████████████████\n"
      ))
    #expect(Histogram([7, 7], bins: 9).counts == [2])
    #expect(Histogram([], bins: 9).counts == [0])
  }

  @Test func elements() {
    let whole = InspectionReport([weight], isDetailed: true, bins: 2, window: .init())
    #expect(
      whole.text.hasSuffix(
        """

        dense1.weight
            0  1
        0   0  1
        1   0 -2
        2   0  0

        """), "\(whole.text)")
    #expect(whole.csv == "0.0,1.0\n0.0,-2.0\n0.0,0.0\n")
    #expect(whole.json["tensors"]?.arrayValue?[0]["values"]?.arrayValue?[1] == [0.0, -2.0])
    let part = InspectionReport(
      [weight], isDetailed: false, window: .init(rows: 1...9, columns: 1...1))
    #expect(
      part.text.hasSuffix(
        "dense1.weight: rows 1 to 2 of 3, columns 1 to 1 of 2\n    1\n1  -2\n2   0\n"),
      "\(part.text)")
    let outside = InspectionReport([weight], isDetailed: false, window: .init(rows: 5...9))
    #expect(outside.text.hasSuffix("dense1.weight: no such rows or columns\n"))
    let vector = InspectionReport([bias], isDetailed: false, window: .init())
    #expect(vector.text.hasSuffix("dense1.bias\n0   0.5 0.25\n"), "\(vector.text)")
  }

  @Test func wideMatricesAreCutIntoBlocks() {
    let text = MatrixText(rows: 0..<2, columns: 0..<28) { "\($0 + $1)" }.text(width: 40)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.allSatisfy { $0.count <= 40 })
    // 12 columns would fit; 10, 10 and 8 are more even.
    #expect(lines.first?.hasSuffix(" 9") == true)
    #expect(lines.filter(\.isEmpty).count == 3)
  }
}
