import Foundation
import Source
import Testing

@testable import Datasets

@Suite struct PictureFolderTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func open() throws(InputError) -> Dataset {
    try DatasetSearch(dataDirectory: nil, environment: [:]).open(folder.path)
  }

  private func write(_ shade: UInt8, to name: String, isColored: Bool = false) throws {
    let bitmap = Bitmap(width: 3, height: 2, channels: isColored ? 3 : 1, shade: shade)
    try folder.write(try bitmap.png(), to: name)
  }

  @Test func classesAndFilesInTheOrderOfTheirNames() throws {
    for (shade, name) in [
      (1, "train/dog/b.png"), (2, "train/cat/z.PNG"), (3, "train/dog/a.png"), (4, "test/dog/x.png"),
      (5, "train/ape/a.png"),
    ] {
      try write(UInt8(shade), to: name)
    }
    try folder.write([1], to: "train/dog/.hidden")
    try folder.write([1], to: "README.md")
    let dataset = try open()
    #expect(dataset.classNames == ["ape", "cat", "dog"])
    #expect(dataset.inputShape == [2, 3])
    #expect(dataset.train.classes == [0, 1, 2, 2])
    #expect(bytes(of: dataset.train) == [5, 2, 3, 1].flatMap { [UInt8](repeating: $0, count: 6) })
    let test = try #require(dataset.test)
    #expect(test.classes == [2])
    #expect(bytes(of: test) == [UInt8](repeating: 4, count: 6))
  }

  /// Pictures stand in the order of their classes: what is taken from one end is of one class.
  @Test func partsHaveEveryClass() throws {
    for number in 0..<8 {
      try write(1, to: "a/\(number).png")
      try write(2, to: "b/\(number).png")
    }
    var settings = SplitSettings()
    settings.test = .fraction(0.5)
    settings.validation = .rows(2)
    let dataset = try open()
    let parts = try dataset.parts(settings)
    #expect(parts.train.classes.sorted() == [0, 0, 0, 1, 1, 1])
    #expect(parts.validation?.classes.sorted() == [0, 1])
    #expect(parts.test?.classes.sorted() == [0, 0, 0, 0, 1, 1, 1, 1])
    for fold in try dataset.folds(4) { #expect(fold.test?.classes.sorted() == [0, 0, 1, 1]) }
    settings.method = .first
    #expect(throws: InputError.self) { try dataset.parts(settings) }
  }

  /// A model's classes are known by their names, whichever of them a folder has.
  @Test func classesAreNumberedAsAModelNumbersThem() throws {
    for name in ["b/1.png", "d/1.png", "d/2.png"] { try write(3, to: name) }
    let dataset = try open()
    #expect(dataset.train.classes == [0, 1, 1])
    let numbered = try dataset.numbered(as: ["a", "b", "c", "d"])
    #expect(numbered.train.classes == [1, 3, 3])
    #expect(numbered.classNames == ["a", "b", "c", "d"])
    #expect(try dataset.numbered(as: []).train.classes == [0, 1, 1])
    // Names that are but numbers say nothing.
    #expect(try dataset.numbered(as: ["0", "1"]).train.classes == [0, 1, 1])
    let error = #expect(throws: InputError.self) { try dataset.numbered(as: ["a", "b", "c"]) }
    #expect(error?.diagnostics.map(\.code) == ["E0309"])
    #expect(error?.diagnostics.first?.message.contains("'d'") == true)
  }

  @Test func oneColoredPictureGivesAllThreeChannels() throws {
    try write(7, to: "a/1.png")
    try write(9, to: "b/1.png", isColored: true)
    let dataset = try open()
    #expect(dataset.inputShape == [2, 3, 3])
    #expect(dataset.test == nil)
    #expect(
      bytes(of: dataset.train)
        == [UInt8](repeating: 7, count: 18) + [UInt8](repeating: 9, count: 18))
  }

  @Test func thePictureOfAnotherSizeIsNamed() throws {
    for name in ["a/1.png", "a/2.png", "b/1.png"] { try write(1, to: name) }
    let odd = try folder.write(
      try Bitmap(width: 4, height: 2, channels: 1, shade: 0).png(), to: "a/0.png")
    let found = try diagnostic { _ = try open() }
    #expect(found.code == "E0308")
    #expect(found.place == .file(odd))
    #expect(found.message.contains("4x2") && found.message.contains("3 of 4 have 3x2"))
  }

  /// What only looks like a picture is named for what it is, and never waited for.
  @Test func linksThatLeadNowhereAndPipes() throws {
    for name in ["a/1.png", "b/1.png"] { try write(1, to: name) }
    let files = FileManager.default
    try files.createSymbolicLink(
      atPath: "\(folder.path)/a/2.png", withDestinationPath: "/nowhere/2.png")
    #expect(unsafe mkfifo("\(folder.path)/a/3.png", 0o600) == 0)
    try files.createDirectory(
      atPath: "\(folder.path)/a/4.png", withIntermediateDirectories: true)
    let error = #expect(throws: InputError.self) { _ = try open() }
    #expect(
      error?.diagnostics.map(\.message) == [
        "this is a link to a file that is not there", "this is a device or a pipe, not a file",
        "this is a folder, not a file",
      ])
    #expect(
      error?.diagnostics.map(\.place)
        == (2...4).map { .file("\(folder.path)/a/\($0).png") })
    try files.removeItem(atPath: "\(folder.path)/a")
    try files.createSymbolicLink(
      atPath: "\(folder.path)/a", withDestinationPath: "/nowhere/a")
    #expect(try diagnostic { _ = try open() }.place == .file("\(folder.path)/a"))
    try files.removeItem(atPath: "\(folder.path)/a")
    try files.createSymbolicLink(
      atPath: "\(folder.path)/a", withDestinationPath: "\(folder.path)/b")
    #expect(try open().classNames == ["a", "b"])
  }

  @Test func otherFilesAreReportedTogether() throws {
    try write(1, to: "a/1.png")
    let names = ["a/notes.txt", "a/picture.jpg", "c.png"]
    for name in names { try folder.write([1], to: name) }
    let error = #expect(throws: InputError.self) { _ = try open() }
    #expect(
      error?.diagnostics.map(\.place) == names.map { .file("\(folder.path)/\($0)") })
    for number in 0..<20 { try folder.write([1], to: "a/\(number).txt") }
    let many = #expect(throws: InputError.self) { _ = try open() }
    #expect(many?.diagnostics.count == 10)
    #expect(many?.diagnostics.last?.help.last == "13 more like these")
  }

  @Test func classesThatAreEmptyOrOnlyInTheTestSet() throws {
    try write(1, to: "train/a/1.png")
    try folder.write([1], to: "train/b/.keep")
    #expect(try diagnostic { _ = try open() }.message == "class 'b' has no pictures")
    try write(1, to: "train/b/1.png")
    try write(1, to: "test/c/1.png")
    let found = try diagnostic { _ = try open() }
    #expect(found.code == "E0309")
    #expect(found.message == "class 'c' is not among the training rows")
    #expect(found.place == .file("\(folder.path)/test/c/1.png"))
  }

  /// A model may have learnt elsewhere what the training pictures here lack.
  @Test func aModelIsTestedOnAllClassesThatItKnows() throws {
    for name in ["train/a/1.png", "train/d/1.png", "test/c/1.png", "test/d/1.png"] {
      try write(1, to: name)
    }
    let search = DatasetSearch(dataDirectory: nil, environment: [:], isForModel: true)
    let dataset = try search.open(folder.path).numbered(as: ["a", "b", "c", "d"])
    #expect(dataset.train.classes == [0, 3])
    #expect(dataset.test?.classes == [2, 3])
    // A class that neither part has is no class.
    try folder.write([1], to: "test/e/.keep")
    #expect(try diagnostic { _ = try search.open(folder.path) }.message.contains("'e'"))
    try folder.write([1], to: "test/a/.keep")
    #expect(try diagnostic { _ = try search.open(folder.path) }.message.contains("'e'"))
  }

  /// Three pictures of six pixels, and one of them again with its opacity.
  @Test(arguments: [(false, 3 * 6 + 12), (true, 3 * 18 + 24)])
  func memoryIsBounded(isColored: Bool, need: Int) throws {
    for name in ["a/1.png", "a/2.png", "b/1.png"] { try write(1, to: name, isColored: isColored) }
    var pictures = PictureFolder(path: folder.path)
    pictures.memory = need
    #expect(try pictures.read(name: "a", known: nil).train.count == 3)
    pictures.memory = need - 1
    let found = try diagnostic { _ = try pictures.read(name: "a", known: nil) }
    #expect(found.code == "E0306")
    #expect(found.message.contains("\(need - 1) bytes"), "\(found.message)")
  }

  @Test func aDamagedPictureIsNamed() throws {
    try write(1, to: "a/1.png")
    let path = try folder.write(Array("no picture".utf8), to: "a/2.png")
    #expect(try diagnostic { _ = try open() }.place == .file(path))
  }
}
