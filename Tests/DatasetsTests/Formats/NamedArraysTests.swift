import Source
import Testing

@testable import Datasets

@Suite struct NamedArraysTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func open(_ file: [UInt8], name: String = "set.npz") throws -> Dataset {
    try DatasetSearch(dataDirectory: nil, environment: [:]).open(folder.write(file, to: name))
  }

  @Test func theArchiveOfNumpyWithDeflatedMembers() throws {
    let dataset = try open(decoded(ReferenceFile.compressed))
    #expect(dataset.name == "set")
    #expect(dataset.inputShape == [2, 3])
    #expect(dataset.train.classes == [0, 2, 1, 2])
    #expect(dataset.classNames == ["0", "1", "2"])
    #expect(bytes(of: dataset.train) == (0..<24).map { UInt8($0 * 10) })
    let test = try #require(dataset.test)
    #expect(test.classes == [1, 0])
    #expect(bytes(of: test) == Array(0..<12))
  }

  @Test func theArchiveOfNumpyWithStoredMembers() throws {
    let dataset = try open(decoded(ReferenceFile.stored))
    #expect(dataset.train.classes == [2, 0, 1, 1])
    #expect(floats(of: dataset.train) == (0..<12).map { Float($0) / 2 })
    #expect(dataset.test == nil)
  }

  /// The first row alone has its class: it cannot be learnt from the others.
  @Test func aClassOnlyAmongTheRowsThatAreTaken() throws {
    let dataset = try open(decoded(ReferenceFile.stored))
    var settings = SplitSettings()
    settings.validation = .rows(1)
    settings.method = .first
    #expect(try diagnostic { _ = try dataset.parts(settings) }.code == "E0309")
    settings.method = nil
    let error = #expect(throws: InputError.self) { try dataset.parts(settings) }
    #expect(error?.diagnostics.map(\.code) == ["E0311", "E0311"])
  }

  @Test func filesInAFolder() throws {
    try folder.write(npy("|u1", [2, 2], [1, 2, 3, 4]), to: "set/X_train.npy")
    try folder.write(npy("<f2", [2], [0, 0x38, 0, 0x3C]), to: "set/y_train.npy")
    let search = DatasetSearch(dataDirectory: folder.path, environment: [:])
    let dataset = try search.open("set")
    #expect(bytes(of: dataset.train) == [1, 2, 3, 4])
    #expect(dataset.valueCount == 1)
    #expect(dataset.train.labels == .values([0.5, 1], columns: 1))
    #expect(dataset.classNames == [])
    // The folder around it is not that data set, nor is it another one.
    #expect(try diagnostic { _ = try search.open("mnist") }.code == "E0301")
  }

  /// What is wrong with labels is told of the file that holds them.
  @Test func labelsOfTheirOwnFile() throws {
    for (name, content) in [
      ("x_train", npy("|u1", [2, 1], [1, 2])), ("y_train", npy("|u1", [2], [0, 1])),
      ("x_test", npy("|u1", [1, 1], [3])), ("y_test", npy("|u1", [1], [5])),
    ] { try folder.write(content, to: "set/\(name).npy") }
    let search = DatasetSearch(dataDirectory: folder.path, environment: [:])
    let found = try diagnostic { _ = try search.open("set") }
    #expect(found.code == "E0309")
    #expect(found.place == .file("\(folder.path)/set/y_test.npy"))
  }

  @Test func aFolderWithOneArchive() throws {
    try folder.write(decoded(ReferenceFile.stored), to: "mine/any.npz")
    let search = DatasetSearch(dataDirectory: nil, environment: [:])
    #expect(try search.open("\(folder.path)/mine").train.count == 4)
    try folder.write(decoded(ReferenceFile.stored), to: "mine/other.npz")
    let found = try diagnostic { _ = try search.open("\(folder.path)/mine") }
    #expect(found.code == "E0331")
    #expect(found.message.contains("'any.npz', 'other.npz'"))
    // A table beside them is data of its own.
    try folder.write(Array("a,b\n1,x\n2,y\n".utf8), to: "mine/train.csv")
    #expect(try search.open("\(folder.path)/mine").train.count == 2)
  }

  private let x = npy("|u1", [2, 2], [1, 2, 3, 4])
  private let y = npy("|u1", [2], [0, 1])

  @Test func arraysThatAreMissingOrDisagree() throws {
    let cases: [([(String, [UInt8])], String, String)] = [
      ([("a.npy", x)], "E0307", "among the arrays 'a'"),
      ([("x.npy", x)], "E0307", "no 'y'"),
      ([("y_train.npy", y)], "E0307", "no 'x_train'"),
      (
        [("x.npy", x), ("y.npy", npy("|u1", [3], [0, 1, 0]))], "E0307", "3 labels here, but 2 rows"
      ),
      ([("x.npy", y), ("y.npy", y)], "E0304", "two axes"),
      (
        [
          ("x_train.npy", x), ("y_train.npy", y), ("x_test.npy", x),
          ("y_test.npy", npy("|u1", [2], [0, 2])),
        ], "E0309", "label 2 of row 1"
      ),
      (
        [
          ("x_train.npy", x), ("y_train.npy", y), ("y_test.npy", y),
          ("x_test.npy", npy("|u1", [2, 3], Array(0..<6))),
        ], "E0308", "shape 3 here"
      ),
    ]
    for (members, code, message) in cases {
      let found = try diagnostic { _ = try open(zip(members)) }
      #expect(found.code == code)
      #expect(found.message.contains(message), "\(found.message)")
      #expect(found.place == .file("\(folder.path)/set.npz"))
    }
  }

  @Test func archivesThatAreNotRead() throws {
    let whole = zip([("x.npy", x), ("y.npy", y)])
    #expect(try open(zip([("x.npy", x), ("y.npy", y)], comment: "some words")).train.count == 2)
    let directory = try #require(
      whole.indices.first { whole[$0...].starts(with: [0x50, 0x4B, 1, 2]) })
    func changed(_ place: Int, _ bytes: [UInt8]) -> [UInt8] {
      var file = whole
      file.replaceSubrange(place..<(place + bytes.count), with: bytes)
      return file
    }
    for (file, message) in [
      (changed(directory + 8, [1, 0]), "encrypted"),
      (changed(directory + 10, [14, 0]), "method 14"),
      (changed(directory + 24, [255, 255, 255, 255]), "zip64"),
      (changed(directory + 16, [1, 2, 3, 4]), "check sum"),
      (changed(directory + 42, [1, 0, 0, 0]), "not at byte 1"),
      (changed(directory + 46, Array("y".utf8)), "same name"),
      (Array("something else".utf8), "zip"), ([], "zip"),
    ] {
      let found = try diagnostic { _ = try open(file) }
      #expect(found.message.contains(message), "\(found.message)")
    }
  }

  /// The archive stays in memory while its members are read.
  @Test func membersThatDoNotFitBesideTheArchive() throws {
    var file = zip([("x.npy", x)])
    let directory = try #require(
      file.indices.first { file[$0...].starts(with: [0x50, 0x4B, 1, 2]) })
    file.replaceSubrange((directory + 24)..<(directory + 28), with: [0, 0, 1, 0])
    let archive = try ZipFile(path: folder.write(file, to: "set.npz"), memory: 65_535)
    #expect(archive.memory == 65_535 - file.count)
    let member = try #require(archive.members.first)
    let found = try diagnostic { _ = try archive.contents(of: member) }
    #expect(found.code == "E0306")
    #expect(found.message.contains("65536 bytes"), "\(found.message)")
  }

  @Test(arguments: [ReferenceFile.compressed, ReferenceFile.stored])
  func everyTruncationIsFound(base64: String) throws {
    let whole = try decoded(base64)
    for length in 0..<whole.count {
      let found = try diagnostic { _ = try open(Array(whole.prefix(length))) }
      #expect(["E0303", "E0304"].contains(found.code))
    }
  }

  /// Any change either does not matter, as in a date, or is an error; nothing traps, and no element
  /// changes unseen.
  @Test(arguments: [ReferenceFile.compressed, ReferenceFile.stored])
  func changedBytesNeverChangeRowsUnseen(base64: String) throws {
    let whole = try decoded(base64)
    let (rows, labels) = { ("\($0.train.storage)", $0.train.labels) }(try open(whole))
    for place in whole.indices {
      for bit in 0..<8 {
        var changed = whole
        changed[place] ^= 1 << bit
        do {
          let dataset = try open(changed)
          #expect("\(dataset.train.storage)" == rows && dataset.train.labels == labels)
        } catch let error as InputError {
          #expect(error.diagnostics.count == 1)
        }
      }
    }
  }
}
