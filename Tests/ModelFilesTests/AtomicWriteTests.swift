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

  @Test func probingMakesFoldersAndLeavesNoFile() throws {
    let deep = "\(folder.path)/a/b//c/"
    try AtomicWrite.probeWritable(folder: deep)
    try AtomicWrite.probeWritable(folder: deep)
    #expect(try FileManager.default.contentsOfDirectory(atPath: deep) == [])
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
