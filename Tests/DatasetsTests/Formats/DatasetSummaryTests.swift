import Testing

@testable import Datasets

@Suite struct DatasetSummaryTests {
  private func dataset(_ shape: [Int], _ storage: Storage, _ labels: Labels, classes: Int)
    -> Dataset
  {
    Dataset(
      name: "a", folder: "a",
      train: Rows(shape: shape, storage: storage, labels: labels, origin: "a"),
      test: nil, classNames: (0..<classes).map(String.init))
  }

  @Test func columnsOfATable() {
    // Quartiles of 1...8 and 100 are 3 and 7, so that numbers beyond -3 and 13 are outliers.
    let first: [Float] = [1, 2, 3, 4, 5, 6, 7, 8, 100]
    let storage = Storage.floats(first.flatMap { [$0, 5] })
    let data = dataset([2], storage, .classes([0, 0, 0, 0, 0, 0, 1, 1, 1]), classes: 2)
    let summary = DatasetSummary(data)
    #expect(summary.columns.map(\.outliers) == [1, 0])
    #expect(summary.columns[0].numbers.minimum == 1)
    #expect(summary.columns[0].numbers.maximum == 100)
    #expect(abs(summary.columns[0].numbers.mean - 136.0 / 9) < 1e-12)
    // numpy.std([1, 2, 3, 4, 5, 6, 7, 8, 100])
    #expect(abs(summary.columns[0].numbers.deviation - 30.090398780432142) < 1e-9)
    #expect(summary.columns[1].numbers.deviation == 0)
    #expect(summary.constantColumns == 1)
    #expect(summary.classes.map(\.train) == [6, 3])
    #expect(summary.imbalance == 2)
    #expect(summary.isBalanced)
  }

  @Test func missingNumbersAreCountedAndLeftOut() {
    let data = dataset([1], .floats([1, .nan, 3]), .classes([0, 0, 1]), classes: 2)
    let summary = DatasetSummary(data)
    #expect(summary.all.missing == 1)
    #expect(summary.all.mean == 2)
    #expect(summary.all.deviation == 1)
  }

  @Test func imbalance() {
    let labels: [Int32] = [0, 0, 0, 0, 0, 1, 1]
    let data = dataset([1], .bytes([0, 1, 2, 0, 4, 5, 6]), .classes(labels), classes: 2)
    let summary = DatasetSummary(data)
    #expect(summary.imbalance == 2.5)
    #expect(!summary.isBalanced)
    #expect(summary.zeros == 2)
    let empty = dataset([1], .bytes([0, 1]), .classes([0, 0]), classes: 2)
    #expect(DatasetSummary(empty).imbalance == .infinity)
  }

  @Test func plainNumbersForLabels() {
    let labels = Labels.values([1, 10, 3, 30], columns: 2)
    let summary = DatasetSummary(dataset([1], .floats([0, 1]), labels, classes: 0))
    #expect(summary.values.map(\.mean) == [2, 20])
    #expect(summary.classes.isEmpty && summary.imbalance == nil)
  }

  @Test func shapesOfPictures() {
    func shape(_ shape: [Int], _ storage: Storage? = nil) -> [Int]? {
      let count = shape.reduce(1, *)
      let rows = Rows(
        shape: shape, storage: storage ?? .bytes(Array(repeating: 0, count: count)), labels: [0],
        origin: "a")
      return PictureShape(rows).map { [$0.height, $0.width, $0.channels] }
    }
    #expect(shape([4, 6]) == [4, 6, 1])
    #expect(shape([4, 6, 3]) == [4, 6, 3])
    #expect(shape([4, 6, 1]) == [4, 6, 1])
    #expect(shape([3, 4, 6]) == [4, 6, 3])
    #expect(shape([4, 6, 5]) == nil)
    #expect(shape([64]) == [8, 8, 1])
    #expect(shape([65]) == nil)
    #expect(shape([4]) == nil)
    #expect(shape([64], .floats(Array(repeating: 0, count: 64))) == nil)
  }

  @Test func pixelsOfBothOrders() throws {
    // Pixel (y, x) has the colours y, x and 9.
    let interleaved: [UInt8] = [0, 0, 9, 0, 1, 9, 1, 0, 9, 1, 1, 9]
    let planes: [UInt8] = [0, 0, 1, 1, 0, 1, 0, 1, 9, 9, 9, 9]
    for (shape, bytes) in [([2, 2, 3], interleaved), ([3, 2, 2], planes)] {
      let rows = Rows(shape: shape, storage: .bytes(bytes), labels: [0], origin: "a")
      let picture = try #require(PictureShape(rows)).bitmap(rows, row: 0, range: 0...255)
      #expect(picture.bytes == interleaved)
    }
    let rows = Rows(shape: [1, 3], storage: .floats([-1, 0, 1]), labels: [0], origin: "a")
    #expect(
      try #require(PictureShape(rows)).bitmap(rows, row: 0, range: -1...1).bytes == [0, 128, 255])
  }

  @Test func enlargedAndReduced() {
    let picture = Bitmap(width: 2, height: 1, channels: 1, bytes: [10, 21])
    #expect(picture.enlarged(2).bytes == [10, 10, 21, 21, 10, 10, 21, 21])
    #expect(picture.enlarged(3).reduced(3) == picture)
    #expect(picture.reduced(2).bytes == [16])
    #expect(Bitmap(width: 3, height: 1, channels: 1, bytes: [1, 3, 9]).reduced(2).bytes == [2, 9])
    for (width, height, side, fitted) in [
      (2, 1, 60, [60, 30]), (28, 28, 60, [56, 56]), (89, 4, 60, [89, 4]), (90, 4, 60, [45, 2]),
      (3, 3000, 60, [1, 60]), (60, 1, 60, [60, 1]),
    ] {
      let picture = Bitmap(width: width, height: height, channels: 1, shade: 9).fitted(to: side)
      #expect([picture.width, picture.height] == fitted)
      #expect(picture.bytes.allSatisfy { $0 == 9 })
    }
    var sheet = Bitmap(width: 3, height: 2, channels: 1, shade: 0)
    sheet.draw(picture, x: 2, y: 1)
    sheet.draw(picture, x: -1, y: 0)
    #expect(sheet.bytes == [21, 0, 0, 0, 0, 10])
  }

  @Test func samplesOfEveryClass() {
    let data = dataset(
      [1], .bytes([0, 0, 0, 0, 0]), .classes([1, 0, 1, 1, 0]), classes: 3)
    #expect(data.sampleRows(perClass: 2) == [[1, 4], [0, 2], []])
  }
}
