import Datasets
import JSON
import Testing

@testable import Reporting

@Suite struct PredictReportTests {
  private typealias Prediction = PredictReport.Prediction

  private func report(
    _ outputs: [[Double]], labels: [PredictReport.Label?], names: [String] = [],
    isProbability: Bool = true, threshold: Double = 0.5
  ) -> PredictReport {
    PredictReport(
      zip(outputs, labels).enumerated().map { row, pair in
        Prediction(
          row: row, outputs: pair.0, isProbability: isProbability, classNames: names,
          label: pair.1, threshold: threshold)
      }, classNames: names)
  }

  @Test func everyOutputWhereItFits() {
    let small = report(
      [[0.25, 0.75], [0.9999, 0.0001]], labels: [.classIndex(1), nil], names: ["no", "yes"])
    #expect(
      small.text() == """
        row  class  label     no    yes
        ───────────────────────────────
          0  yes    yes    0.250  0.750
          1  no     -      1.000  0.000

        """, "\(small.text())")
    #expect(
      small.text(limit: 1).hasSuffix(
        "and 1 more rows: --limit N shows N of them, --csv FILE writes all\n"))
  }

  @Test func theLargestOutputsWhereAllDoNotFit() {
    var outputs = [Double](repeating: 0, count: 20)
    outputs[7] = 0.6
    outputs[3] = 0.4
    let text = report([outputs], labels: [.classIndex(3)]).text()
    #expect(text.contains("most probable"))
    #expect(text.contains("  0  7      3      0.600 7  0.400 3\n"))
  }

  @Test func aThreshold() {
    let both = [0.6, 0.8].map { [$0] }
    let low = report(both, labels: [nil, nil])
    let high = report(both, labels: [nil, nil], threshold: 0.7)
    #expect(low.predictions.map(\.classIndex) == [1, 1])
    #expect(high.predictions.map(\.classIndex) == [0, 1])
  }

  @Test func oneRowAtLength() {
    let row = report([[0.25, 0.75]], labels: [.classIndex(0)], names: ["no", "yes"]).rowText
    #expect(row.hasPrefix("row 0: yes, labelled no: wrong\n  0  no   0.250  ██████████\n"))
    let single = report([[0.75]], labels: [.classIndex(1)]).rowText
    #expect(single.hasPrefix("row 0: 1, labelled 1\n  0    0.250  ██████████\n"), "\(single)")
    let number = report([[17.5]], labels: [.values([18])], isProbability: false).rowText
    #expect(number == "row 0: 17.500, labelled 18.000\n")
  }

  @Test func commaSeparatedValues() {
    let classes = report(
      [[0.25, 0.75]], labels: [.classIndex(0)], names: ["n,o", "a \"yes\""])
    #expect(
      classes.csv == "row,class,label,\"n,o\",\"a \"\"yes\"\"\"\n"
        + "0,\"a \"\"yes\"\"\",\"n,o\",0.25,0.75\n")
    let single = report([[0.75]], labels: [nil], names: ["no", "yes"])
    #expect(single.csv == "row,class,label,yes\n0,yes,,0.75\n")
    let numbers = report([[0.5, 2]], labels: [.values([1, 2])], isProbability: false)
    #expect(numbers.csv == "row,label 0,label 1,output 0,output 1\n0,1.0,2.0,0.5,2.0\n")
  }

  private var pictures: Rows {
    Rows(
      shape: [2, 3], storage: .bytes([0, 0, 255, 10, 0, 0, 1, 2, 3, 4, 5, 6]), labels: [0, 1],
      origin: "here")
  }

  @Test func picturesWithWhatTheyWereTakenFor() throws {
    let report = report(
      [[0.9, 0.1], [0.8, 0.2]], labels: [.classIndex(0), .classIndex(1)], names: ["<a>", "b"])
    let sheet = try #require(PictureSheet(report, rows: pictures))
    #expect(sheet.svg.contains("&lt;a&gt; 0.900"))
    #expect(sheet.svg.split(separator: "is b").count == 2)
    #expect(!sheet.svg.contains("is &lt;a&gt;"))
    // Equal pixels side by side are one stroke.
    #expect(sheet.svg.contains("<path fill='#000000' d='M0 0h2v1h-2zM1 1h2v1h-2z'/>"))
    #expect(sheet.svg.contains("<path fill='#ffffff' d='M2 0h1v1h-1z'/>"))
    // 56 / 3 is 19: two pictures of 57 by 38 in frames, the second one red.
    let bitmap = sheet.bitmap
    #expect(bitmap.width == 2 * 65 + 4 && bitmap.height == 46 + 4)
    #expect(bitmap[2, 2, 0] == 190 && bitmap[2, 2, 1] == 190)
    #expect(bitmap[67, 2, 0] == 200 && bitmap[67, 2, 1] == 0)
    #expect(bitmap[4 + 56, 4, 2] == 255 && bitmap[4, 4 + 19, 2] == 10)

    let last = PredictReport(
      [
        Prediction(
          row: 70, outputs: [0.9, 0.1], isProbability: true, classNames: [], label: .classIndex(0))
      ], classNames: [])
    // The number of a row is not its place among those that are drawn.
    let drawn = try #require(PictureSheet(last, rows: pictures[1..<2])).svg
    #expect(drawn.contains("<title>row 70</title>"))
    #expect(drawn.contains("<path fill='#010101' d='M0 0h1v1h-1z'/>"))

    let flat = Rows(shape: [6], storage: .floats([1, 2, 3, 4, 5, 6]), labels: [0], origin: "x")
    #expect(PictureSheet(report, rows: flat) == nil)
  }

  /// A picture of 560 by 1,120, the left half black and the right half white.
  @Test func largePicturesAreReduced() throws {
    let line = [UInt8](repeating: 0, count: 560) + [UInt8](repeating: 255, count: 560)
    let rows = Rows(
      shape: [560, 1120], storage: .bytes(Array(repeatElement(line, count: 560).joined())),
      labels: [1], origin: "here")
    let report = report([[0.9, 0.1]], labels: [.classIndex(0)])
    let sheet = try #require(PictureSheet(report, rows: rows))
    // 1,120 / 140 is 8, and 140 / 56 is 2.5, rounded up.
    #expect(sheet.svg.contains("<path fill='#000000' d='M0 0h70v1h-70z"))
    #expect(sheet.svg.contains("<path fill='#ffffff' d='M70 0h70v1h-70z"))
    let bitmap = sheet.bitmap
    #expect(bitmap.width == 47 + 12 && bitmap.height == 24 + 12)
    #expect(bitmap[5, 5, 0] == 0 && bitmap[4 + 45, 5, 0] == 255)
  }

  /// Numbers that are no bytes are spread from black to white over all rows.
  @Test func numbersOfAllRowsHaveOneRange() throws {
    let rows = Rows(
      shape: [1, 2], storage: .floats([-1, .nan, 0, 1]), labels: [0, 1], origin: "here")
    let report = report([[0.9, 0.1], [0.9, 0.1]], labels: [.classIndex(0), .classIndex(0)])
    let svg = try #require(PictureSheet(report, rows: rows)).svg
    for color in ["#000000", "#808080", "#ffffff"] { #expect(svg.contains(color), "\(color)") }
  }

  @Test func theNumbersOfARow() {
    #expect(
      RowValues(pictures, row: 0).text == """
             0   1   2
        0    0   0 255
        1   10   0   0

        """)
    let flat = Rows(
      shape: [12], storage: .floats((0..<12).map { Float($0) / 2 }), labels: [0], origin: "x")
    #expect(
      RowValues(flat, row: 0).text == """
         0    0 0.5   1 1.5   2 2.5   3 3.5   4 4.5
        10    5 5.5

        """)
  }
}
