import Foundation
import ModelFiles
import Source
import Testing

@Suite struct AtomicWriteTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func content(of path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(filePath: path)))
  }

  @Test func writesAndReplaces() throws {
    let path = "\(folder.path)/file"
    let long = [UInt8](repeating: 7, count: 5_000_000)
    for bytes in [[1, 2, 3], [], long] {
      try AtomicWrite.write(bytes, to: path)
      #expect(try content(of: path) == bytes)
      #expect(try folder.content == ["file"])
    }
  }

  @Test func aFailureLeavesNothingBehind() throws {
    let taken = "\(folder.path)/taken"
    try FileManager.default.createDirectory(
      atPath: "\(taken)/within", withIntermediateDirectories: true)
    let error = #expect(throws: InputError.self) { try AtomicWrite.write([1], to: taken) }
    #expect(error?.diagnostics.first?.code == "E0410")
    #expect(error?.diagnostics.first?.place == .file(taken))
    #expect(try folder.content == ["taken"])
  }

  @Test func aMissingFolderIsAnError() throws {
    let path = "\(folder.path)/missing/file"
    let error = #expect(throws: InputError.self) { try AtomicWrite.write([1], to: path) }
    #expect(error?.diagnostics.first?.message.contains("No such file or directory") == true)
  }

  private func mode(of path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  @Test(arguments: [0o600, 0o640, 0o755]) func aReplacedFileKeepsItsPermissions(mode: Int) throws {
    let path = "\(folder.path)/file"
    try AtomicWrite.write([1], to: path)
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    try AtomicWrite.write([2, 3], to: path)
    #expect(try content(of: path) == [2, 3])
    #expect(try self.mode(of: path) == mode)
  }

  @Test func aLinkStaysAndItsFileIsWritten() throws {
    let (file, link) = ("\(folder.path)/file", "\(folder.path)/link")
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/far", withIntermediateDirectories: false)
    try AtomicWrite.write([1], to: "\(folder.path)/far/file")
    try FileManager.default.createSymbolicLink(atPath: file, withDestinationPath: "far/file")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "file")
    try AtomicWrite.write([2], to: link)
    #expect(try content(of: "\(folder.path)/far/file") == [2])
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "file")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: file) == "far/file")
    #expect(try folder.content == ["far", "file", "link"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/far") == ["file"])
  }

  @Test func pipesAndDevicesAreWrittenAsTheyAre() throws {
    let pipe = "\(folder.path)/pipe"
    #expect(unsafe mkfifo(pipe, 0o600) == 0)
    // Open for reading and writing, so that neither end waits for the other.
    let reader = try #require(FileHandle(forUpdatingAtPath: pipe))
    try AtomicWrite.write([1, 2, 3], to: pipe)
    #expect(try reader.read(upToCount: 3).map { [UInt8]($0) } == [1, 2, 3])
    try reader.close()
    let attributes = try FileManager.default.attributesOfItem(atPath: pipe)
    #expect(attributes[.type] as? FileAttributeType != .typeRegular)
    #expect(try folder.content == ["pipe"])
    try AtomicWrite.write([1], to: "/dev/null")
    let device = try FileManager.default.attributesOfItem(atPath: "/dev/null")
    #expect(device[.type] as? FileAttributeType == .typeCharacterSpecial)
  }

  @Test func probingMakesFoldersAndLeavesNoFile() throws {
    let deep = "\(folder.path)/a/b//c/"
    try AtomicWrite.probeWritable(folder: deep)
    try AtomicWrite.probeWritable(folder: deep)
    #expect(try FileManager.default.contentsOfDirectory(atPath: deep) == [])
  }

  /// A file of a process that is at work is locked; files of other names are the user's.
  @Test func probingRemovesWhatKilledWritersLeft() throws {
    for name in ["model.json.1x.nnc.tmp", "live.2y.nnc.tmp", "notes.tmp"] {
      try AtomicWrite.write([1], to: "\(folder.path)/\(name)")
    }
    let live = unsafe open("\(folder.path)/live.2y.nnc.tmp", O_RDONLY)
    #expect(flock(live, LOCK_EX) == 0)
    try AtomicWrite.probeWritable(folder: folder.path)
    #expect(try folder.content == ["live.2y.nnc.tmp", "notes.tmp"])
    close(live)
    try AtomicWrite.probeWritable(folder: folder.path)
    #expect(try folder.content == ["notes.tmp"])
  }

  @Test func probingFindsWhatCannotBeAFolder() throws {
    let file = "\(folder.path)/file"
    try AtomicWrite.write([1], to: file)
    for path in [file, "\(file)/below", "", "/proc/nowhere"] {
      let error = #expect(throws: InputError.self, "\(path)") {
        try AtomicWrite.probeWritable(folder: path)
      }
      #expect(error?.diagnostics.first?.code == "E0410")
    }
    #expect(try folder.content == ["file"])
  }

  @Test(.enabled(if: NSUserName() != "root", "the superuser may write everywhere"))
  func probingFindsAFolderWithoutPermission() throws {
    try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder.path)
    defer {
      try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
    }
    #expect(throws: InputError.self) { try AtomicWrite.probeWritable(folder: folder.path) }
  }
}
