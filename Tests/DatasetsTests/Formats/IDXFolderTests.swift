import Foundation
import Source
import Testing

@testable import Datasets

@Suite struct IDXFolderTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func open() throws(InputError) -> Dataset {
    try DatasetSearch(dataDirectory: nil, environment: [:]).open(folder.path)
  }

  @Test(arguments: ["", ".gz"])
  func readsFourFiles(ending: String) throws {
    try folder.writeSmallSet(ending: ending)
    let dataset = try open()
    #expect(dataset.name == folder.path.split(separator: "/").last.map(String.init))
    #expect(dataset.inputShape == [2, 3])
    #expect(dataset.classNames == ["0", "1", "2"])
    #expect(dataset.classCount == 3)
    #expect(dataset.defaultValidation == .none)
    #expect(dataset.train.classes == [2, 0, 1, 2, 0])
    #expect(bytes(of: dataset.train) == Array(0..<30))
    let test = try #require(dataset.test)
    #expect(test.classes == [1, 2])
    #expect(bytes(of: test) == Array(100..<112))
  }

  /// MNIST is known by its number of rows; letters come in several sizes.
  @Test(arguments: [
    ("mnist", 60_000, true), ("mnist", 59_999, false), ("fashion", 60_000, true),
    ("letters", 10_001, true), ("notMNIST", 200_000, true), ("letters", 10_000, false),
    ("mine", 60_000, false),
  ])
  func rowsThatAreValidatedOnByDefault(name: String, rows: Int, areThey: Bool) throws {
    for (file, bytes) in [
      ("train-images-idx3-ubyte", idx([UInt32(rows), 1], (0..<rows).map { UInt8($0 % 251) })),
      ("train-labels-idx1-ubyte", idx([UInt32(rows)], (0..<rows).map { UInt8($0 % 10) })),
    ] {
      try folder.write(bytes, to: "\(name)/\(file)")
    }
    let search = DatasetSearch(dataDirectory: folder.path, environment: [:])
    let dataset = try search.open(name)
    #expect(dataset.defaultValidation == (areThey ? .rows(5_000) : .none))
    let parts = try dataset.parts()
    #expect(parts.train.count == rows - (areThey ? 5_000 : 0))
    guard areThey else { return #expect(parts.validation == nil) }
    let validation = try #require(parts.validation)
    #expect(bytes(of: validation) == (0..<5_000).map { UInt8($0 % 251) })
    #expect(validation.classes == (0..<5_000).map { Int32($0 % 10) })
    #expect(bytes(of: parts.train.prefix(1)) == [UInt8(5_000 % 251)])
  }

  @Test func theTestSetMayBeMissing() throws {
    try folder.write(idx([2, 1], [5, 6]), to: "train-images-idx3-ubyte")
    try folder.write(idx([2], [0, 1]), to: "train-labels-idx1-ubyte")
    #expect(try open().test == nil)
  }

  @Test func namesWithADotAndPlainBeforeCompressed() throws {
    try folder.write(idx([2, 1], [5, 6]), to: "train-images.idx3-ubyte")
    try folder.write(idx([2], [0, 1]), to: "train-labels.idx1-ubyte")
    try folder.write(Array("rubbish".utf8), to: "train-images-idx3-ubyte.gz")
    #expect(try bytes(of: open().train) == [5, 6])
  }

  @Test(arguments: [
    (
      "t10k-images-idx3-ubyte", idx([2, 3, 2], Array(0..<12)), "E0308", "3x2 here but of shape 2x3"
    ),
    ("t10k-images-idx3-ubyte", idx(type: 9, [2, 2, 3], Array(0..<12)), "E0308", "255"),
    ("t10k-images-idx3-ubyte", idx([3, 2, 3], Array(0..<18)), "E0307", "3 rows in"),
    ("t10k-labels-idx1-ubyte", idx([2], [1, 3]), "E0309", "label 3 of row 1"),
    ("train-labels-idx1-ubyte", idx([4], [1, 2, 0, 0]), "E0307", "but 4 labels here"),
    ("train-images-idx3-ubyte", idx([5], [1, 2, 0, 0, 1]), "E0304", "two axes"),
    ("train-images-idx3-ubyte", idx([0, 2, 3], []), "E0306", "no elements"),
  ])
  func filesThatDisagreeAreRefused(
    name: String, bytes: [UInt8], code: String, message: String
  ) throws {
    try folder.writeSmallSet()
    try folder.write(bytes, to: name)
    let found = try diagnostic { _ = try open() }
    #expect(found.code == code)
    #expect(found.message.contains(message), "\(found.message)")
    // The rows, or their labels, that do not fit.
    if code == "E0309" { #expect(found.place == .file("\(folder.path)/\(name)")) }
  }

  @Test func aMissingCompanionIsNamed() throws {
    try folder.writeSmallSet()
    try FileManager.default.removeItem(atPath: "\(folder.path)/t10k-labels-idx1-ubyte")
    let found = try diagnostic { _ = try open() }
    #expect(found.message.contains("'t10k-labels-idx1-ubyte'"))
    #expect(found.place == .file("\(folder.path)/t10k-images-idx3-ubyte"))
  }

  @Test func anEmptyFolderHoldsNoRows() throws {
    #expect(try diagnostic { _ = try open() }.code == "E0301")
  }

  @Test func aFolderInPlaceOfAFile() throws {
    try folder.writeSmallSet()
    let path = "\(folder.path)/train-images-idx3-ubyte"
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    let found = try diagnostic { _ = try open() }
    #expect(found.code == "E0302")
    #expect(found.message.contains("a folder"))
    #expect(found.place == .file(path))
  }

  @Test func aDeviceInPlaceOfAFile() throws {
    try folder.writeSmallSet()
    let path = "\(folder.path)/train-images-idx3-ubyte"
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/dev/zero")
    #expect(try diagnostic { _ = try open() }.message.contains("a device"))
  }

  @Test(.enabled(if: NSUserName() != "root", "the superuser may read every file"))
  func aFileWithoutPermission() throws {
    try folder.writeSmallSet()
    try FileManager.default.setAttributes(
      [.posixPermissions: 0], ofItemAtPath: "\(folder.path)/train-images-idx3-ubyte")
    let found = try diagnostic { _ = try open() }
    #expect(found.code == "E0302")
    #expect(found.message.contains("Permission denied"))
  }
}

/// The elements of rows that are stored as bytes.
func bytes(of rows: Rows) -> [UInt8] {
  guard case .bytes(let bytes) = rows.storage else { return [] }
  return Array(bytes[rows.firstElement..<(rows.firstElement + rows.count * rows.elementsPerRow)])
}
