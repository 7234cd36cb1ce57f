import Source
import Testing

@testable import Datasets

@Suite struct DatasetTests {
  private let dataset = Dataset(
    name: "made-up", folder: "/nowhere",
    train: Rows(
      shape: [2], storage: .bytes(Array(0..<20)), labels: Array(0..<10), origin: "train"),
    test: nil, classNames: (0..<10).map(String.init))

  @Test func slicesShareTheirStorage() {
    let rows = dataset.train[2..<6]
    #expect(rows.count == 4)
    #expect(rows.classes == [2, 3, 4, 5])
    #expect(bytes(of: rows) == [4, 5, 6, 7, 8, 9, 10, 11])
    #expect(bytes(of: rows[1..<2]) == [6, 7])
    #expect(rows.prefix(2).classes == [2, 3])
    #expect(rows.suffix(1).classes == [5])
    #expect(rows.prefix(99).count == 4)
    #expect(bytes(of: rows.suffix(99)) == bytes(of: rows))
    #expect(rows[1..<1].count == 0)
  }

  @Test(arguments: [
    ("5000", ValidationSplit.rows(5_000)), ("0.1", .fraction(0.1)), ("1e-3", .fraction(1e-3)),
    ("test", .test), ("none", .none),
  ])
  func splitsAreRead(text: String, expected: ValidationSplit) throws {
    #expect(try ValidationSplit(parsing: text) == expected)
  }

  @Test(arguments: ["", "0", "-3", "1.0", "0.0", "1.5", "nan", "inf", "10%", "Test", "3 "])
  func otherSplitsAreRefused(text: String) throws {
    #expect(try diagnostic { _ = try ValidationSplit(parsing: text) }.code == "E0311")
  }

  @Test func validationRowsComeFirst() throws {
    for split in [ValidationSplit.rows(3), .fraction(0.26)] {
      let (train, validation) = try dataset.split(split)
      #expect(validation?.classes == [0, 1, 2])
      #expect(train.classes == [3, 4, 5, 6, 7, 8, 9])
      #expect(bytes(of: train) == Array(6..<20))
    }
    let (train, validation) = try dataset.split(.none)
    #expect(train.count == 10)
    #expect(validation == nil)
  }

  @Test(arguments: [ValidationSplit.rows(10), .rows(11), .fraction(0.01), .fraction(0.99), .test])
  func splitsThatLeaveNothingAreRefused(split: ValidationSplit) throws {
    #expect(try diagnostic { _ = try dataset.split(split) }.code == "E0311")
  }

  @Test func firstRowsOfEachPart() {
    var dataset = dataset
    dataset.test = dataset.train[5..<9]
    dataset.defaultValidation = .rows(4)
    let shorter = dataset.prefix(5)
    #expect(shorter.train.classes == [0, 1, 2, 3, 4])
    #expect(shorter.test?.classes == [5, 6, 7, 8])
    #expect(shorter.classNames == dataset.classNames)
    #expect(shorter.defaultValidation == .rows(2))
    #expect(dataset.prefix(2).defaultValidation == .none)
    #expect(dataset.prefix(99).defaultValidation == .rows(4))
    dataset.defaultValidation = .test
    #expect(dataset.prefix(5).defaultValidation == .test)
  }
}
