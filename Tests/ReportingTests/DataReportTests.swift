import Foundation
import JSON
import Testing

@testable import Datasets
@testable import Reporting

@Suite struct DataReportTests {
  private func report(_ dataset: Dataset, colors: Bool = false) -> DataReport {
    DataReport(dataset, DatasetSummary(dataset), legend: nil, hasTrueColor: colors)
  }

  private func pictures(_ bytes: [UInt8], _ shape: [Int], labels: [Int32]) -> Dataset {
    Dataset(
      name: "small", folder: "there",
      train: Rows(shape: shape, storage: .bytes(bytes), labels: labels, origin: "a"), test: nil,
      classNames: ["dark", "light"])
  }

  @Test func shadesOfAPicture() {
    // Each character is two pixels high: 0 and 0, 255 and 255, 0 and 255, 100 and 101.
    let picture = Bitmap(
      width: 4, height: 2, channels: 1, bytes: [0, 255, 0, 100, 0, 255, 255, 101])
    #expect(PictureText(picture, limit: 4, .shades).lines == [" █▒░"])
    #expect(PictureText(picture, limit: 2, .shades).lines.count == 1)
    #expect(PictureText(picture, limit: 2, .shades).width == 2)
    let lines = PictureText(picture, limit: 4, .colors).lines
    #expect(lines.count == 1)
    #expect(lines[0].hasPrefix("\u{1B}[38;2;0;0;0m\u{1B}[48;2;0;0;0m▀"))
    #expect(lines[0].contains("\u{1B}[38;2;100;100;100m\u{1B}[48;2;101;101;101m▀"))
    #expect(lines[0].hasSuffix("\u{1B}[0m"))
  }

  @Test func aPictureForEachClassWithItsName() {
    let dataset = pictures(
      [0, 0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 0], [2, 2], labels: [0, 1, 0])
    let text = report(dataset).text
    #expect(text.contains("    ██\nda  li\n"))
    #expect(text.contains("balanced: the largest class has 2.00 times"))
    #expect(!text.contains("\u{1B}"))
    #expect(report(dataset, colors: true).text.contains("\u{1B}[48;2;255;255;255m"))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test func pointsAreScattered() throws {
    let dataset = try DatasetSearch(dataDirectory: nil, environment: [:])
      .open("xor:noise=0,rows=8")
    let columns = try #require(DatasetSummary(dataset).plot)
    let lines = ScatterText(dataset, columns, width: 10, height: 3).lines
    #expect(
      lines == [
        "y from 0.000 to 1.000", "┌──────────┐", "│x        o│", "│          │", "│o        x│",
        "└──────────┘", "x from 0.000 to 1.000",
      ])
    let sheet = try #require(SampleSheet(dataset, DatasetSummary(dataset)))
    // The lower left corner is of the first class, which is blue.
    #expect((0..<3).map { sheet.bitmap[20, 619, $0] } == [0, 114, 178])
    #expect((0..<3).map { sheet.bitmap[20, 20, $0] } == [213, 94, 0])
  }

  @Test func pointsWithMissingNumbersAreLeftOut() throws {
    for floats in [[.nan, 1, 0, .nan, 2, 3], [.nan, .nan, .nan, .nan, .nan, .nan]] as [[Float]] {
      let rows = Rows(shape: [2], storage: .floats(floats), labels: [0, 0, 1], origin: "a")
      let dataset = Dataset(
        name: "a", folder: "a", train: rows, test: nil, classNames: ["0", "1"])
      #expect(SampleSheet(dataset, DatasetSummary(dataset)) != nil)
      let columns = try #require(DatasetSummary(dataset).plot)
      let lines = ScatterText(dataset, columns, width: 9, height: 3).lines
      let marks = lines.joined().count { $0 == "x" }
      // One mark, where the only whole point is, besides the name of the axis.
      #expect(marks == (floats[4].isNaN ? 1 : 2))
      #expect(report(dataset).json["numbers"]?["missing"]?.intValue == (floats[4].isNaN ? 6 : 2))
    }
  }

  @Test func aSheetHasARowForEachClass() throws {
    let dataset = pictures(
      [7, 7, 7, 7, 200, 200, 200, 200, 9, 9, 9, 9], [2, 2], labels: [0, 1, 0])
    let sheet = try #require(SampleSheet(dataset, DatasetSummary(dataset)))
    // Pictures of 2x2 are drawn thirty times as large, with two pixels between them.
    #expect(sheet.bitmap.width == 10 * 62 + 2 && sheet.bitmap.height == 2 * 62 + 2)
    #expect(sheet.bitmap[2, 2, 0] == 7 && sheet.bitmap[61, 61, 0] == 7)
    #expect(sheet.bitmap[62, 2, 0] == 255 && sheet.bitmap[64, 2, 0] == 9)
    #expect(sheet.bitmap[2, 64, 0] == 200)
    #expect(sheet.legend.hasSuffix("dark, light"))
  }

  /// Pictures of 600x300 are drawn a tenth as large.
  @Test func aSheetOfLargePicturesIsNoLarger() throws {
    let shades = [UInt8](repeating: 40, count: 180_000) + [UInt8](repeating: 90, count: 180_000)
    let dataset = pictures(shades, [300, 600], labels: [0, 1])
    let sheet = try #require(SampleSheet(dataset, DatasetSummary(dataset)))
    #expect(sheet.bitmap.width == 10 * 62 + 2 && sheet.bitmap.height == 2 * 32 + 2)
    #expect(sheet.bitmap[2, 2, 0] == 40 && sheet.bitmap[61, 31, 0] == 40)
    #expect(sheet.bitmap[62, 2, 0] == 255 && sheet.bitmap[2, 34, 0] == 90)
  }

  @Test func irisAsTextAndJSON() throws {
    let dataset = try DatasetSearch(dataDirectory: nil, environment: [:]).open("iris")
    let report = report(dataset)
    #expect(report.text.contains("120 rows to train on\n30 rows to test on"))
    #expect(report.json["columns"]?.arrayValue?.count == 4)
    #expect(report.json["classes"]?.arrayValue?.first?["name"]?.stringValue == "setosa")
    #expect(report.json["first_rows"]?.arrayValue?.count == 5)
    #expect(report.json["balanced"]?.boolValue == true)
    // The petals tell the species apart: scikit-learn's f_classif has 119, 49, 1180 and 960 for the
    // four columns of all rows.
    #expect(report.text.contains("y (petal_width) from 0.100 to 2.500"), "\(report.text)")
    #expect(report.text.contains("x (petal_length) from 1.000 to 6.900"))
    let sheet = try #require(SampleSheet(dataset, DatasetSummary(dataset)))
    #expect(sheet.legend.hasPrefix("x (petal_length) from 1.000 to 6.900, y (petal_width) from"))
  }

  /// Between a constant column, one without a word on the classes, one that tells them apart by itself,
  /// and one that does so but for a missing number.
  @Test func theColumnsThatTellClassesApartAreDrawn() throws {
    let floats: [Float] = [5, 1, 0, 3, 5, 2, 0, .nan, 5, 1, 1, 9, 5, 2, 1, 8]
    func dataset(_ labels: Labels, _ names: [String]) -> Dataset {
      let rows = Rows(shape: [4], storage: .floats(floats), labels: labels, origin: "a")
      return Dataset(name: "a", folder: "a", train: rows, test: nil, classNames: names)
    }
    let plot = DatasetSummary(dataset(.classes([0, 0, 1, 1]), ["0", "1"])).plot
    #expect(plot?.x == 2 && plot?.y == 3)
    // Plain numbers are no classes, and one class is told from no other.
    let numbers = dataset(.values([1, 2, 3, 4], columns: 1), [])
    #expect(DatasetSummary(numbers).plot == nil)
    #expect(SampleSheet(numbers, DatasetSummary(numbers)) == nil)
    #expect(DatasetSummary(dataset(.classes([0, 0, 0, 0]), ["0"])).plot == nil)
  }

  @Test func plainNumbersForLabels() throws {
    let rows = Rows(
      shape: [2], storage: .floats([1, 2, 3, 5]), labels: .values([0.5, 1.5], columns: 1),
      origin: "a")
    let dataset = Dataset(name: "a", folder: "a", train: rows, test: nil, classNames: [])
    let report = report(dataset)
    #expect(report.text.contains("labelled with a number"))
    #expect(report.json["values"]?.arrayValue?.first?["mean"]?.doubleValue == 1)
    #expect(report.json["imbalance"] == .null)
    #expect(SampleSheet(dataset, DatasetSummary(dataset)) != nil)
  }

  @Test func theListTellsWhatIsMissing() {
    let report = DataListReport([
      DatasetEntry(
        name: "one", what: "the first", trainCount: 1200, testCount: nil, shape: [2, 3],
        classCount: 2, place: .folder("/there")),
      DatasetEntry(
        name: "two", what: "the second", trainCount: nil, testCount: nil, shape: [4],
        classCount: 2, place: .missing(howToGet: "buy it")),
    ])
    #expect(report.text.contains("one   1,200        2x3          2  /there\n"))
    #expect(report.text.contains("to get two:\n  buy it\n"))
    let entries = report.json["datasets"]?.arrayValue ?? []
    #expect(entries.map { $0["available"]?.boolValue } == [true, false])
  }
}
