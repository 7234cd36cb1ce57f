import Source
import Testing

@testable import Datasets

@Suite struct DatasetTests {
  private let dataset = Dataset(
    name: "made-up", folder: "/nowhere",
    train: Rows(
      shape: [2], storage: .bytes(Array(0..<20)), labels: Array(0..<10), origin: "train"),
    test: nil, classNames: (0..<10).map(String.init))

  private func parts(_ validation: Holdout) throws(InputError) -> Parts {
    var settings = SplitSettings()
    settings.validation = validation
    return try dataset.parts(settings)
  }

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
    let chosen = rows[[3, 0]]
    #expect(chosen.classes == [5, 2])
    #expect(bytes(of: chosen) == [10, 11, 4, 5])
  }

  /// Rows are compared element by element, wherever in their storage they are.
  @Test func rowsAreTheSame() {
    let rows = dataset.train
    #expect(rows.isSame(as: rows) && rows[2..<6].isSame(as: rows[[2, 3, 4, 5]]))
    #expect(!rows[2..<6].isSame(as: rows[3..<7]))
    func pictures(_ middle: Float, label: Int32 = 1) -> Rows {
      Rows(
        shape: [3], storage: .floats([9, 9, 9, 0, 0, 0, 0, middle, 0]), labels: [0, 1, label],
        origin: "pictures")
    }
    #expect(pictures(1)[1..<3].isSame(as: pictures(1)[[1, 2]]))
    // The first and the last element are 0 in both, as corners of pictures are.
    #expect(!pictures(1).isSame(as: pictures(2)))
    #expect(!pictures(1).isSame(as: pictures(1, label: 0)))
    let bytes = Rows(shape: [1], storage: .bytes([1]), labels: [0], origin: "bytes")
    let floats = Rows(shape: [1], storage: .floats([1]), labels: [0], origin: "floats")
    #expect(!bytes.isSame(as: floats))
  }

  @Test(arguments: [
    ("5000", Holdout.rows(5_000)), ("0.1", .fraction(0.1)), ("1e-3", .fraction(1e-3)),
    ("test", .test), ("none", .none),
  ])
  func splitsAreRead(text: String, expected: Holdout) throws {
    #expect(try Holdout(parsing: text, for: .validation) == expected)
  }

  @Test(arguments: ["", "0", "-3", "1.0", "0.0", "1.5", "nan", "inf", "10%", "Test", "3 "])
  func otherSplitsAreRefused(text: String) throws {
    #expect(try diagnostic { _ = try Holdout(parsing: text, for: .validation) }.code == "E0311")
  }

  /// What a user gives is shown so that it cannot change the terminal.
  @Test func whatIsRefusedIsQuoted() throws {
    for purpose in [Holdout.Purpose.test, .validation] {
      let found = try diagnostic { _ = try Holdout(parsing: "a\u{1B}[31m", for: purpose) }
      #expect(found.message.hasPrefix(quoted("a\u{1B}[31m")))
      #expect(!found.message.contains("\u{1B}"))
    }
  }

  @Test func validationRowsComeFirst() throws {
    for split in [Holdout.rows(3), .fraction(0.26)] {
      let parts = try self.parts(split)
      let (train, validation) = (parts.train, parts.validation)
      #expect(validation?.classes == [0, 1, 2])
      #expect(train.classes == [3, 4, 5, 6, 7, 8, 9])
      #expect(bytes(of: train) == Array(6..<20))
    }
    let parts = try parts(.none)
    #expect(parts.train.count == 10)
    #expect(parts.validation == nil)
  }

  @Test(arguments: [Holdout.rows(10), .rows(11), .fraction(0.01), .fraction(0.99), .test])
  func splitsThatLeaveNothingAreRefused(split: Holdout) throws {
    #expect(try diagnostic { _ = try parts(split) }.code == "E0311")
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
