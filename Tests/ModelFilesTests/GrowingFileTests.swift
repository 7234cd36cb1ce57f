import Foundation
import ModelFiles
import Source
import Testing

@Suite struct GrowingFileTests {
  @Test func whatIsAddedIsThereAtOnce() throws {
    let folder = try TemporaryFolder()
    let place = "\(folder.path)/a/b"
    func content() throws -> [UInt8] { try [UInt8](Data(contentsOf: URL(filePath: "\(place)/f"))) }
    let file = try GrowingFile(in: place, named: "f", beginning: [1, 2])
    #expect(try content() == [1, 2])
    try file.append([3])
    try file.append([])
    #expect(try content() == [1, 2, 3])
    _ = try GrowingFile(in: place, named: "f", beginning: [4])
    #expect(try content() == [4])
  }

  @Test func aFolderInItsPlaceIsRefused() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/f", withIntermediateDirectories: false)
    let error = try #require(throws: InputError.self) {
      try GrowingFile(in: folder.path, named: "f", beginning: [])
    }
    #expect(error.diagnostics.map(\.code) == ["E0410"])
    // A pipe that nobody reads is not waited for.
    #expect(unsafe mkfifo("\(folder.path)/p", 0o600) == 0)
    #expect(throws: InputError.self) {
      try GrowingFile(in: folder.path, named: "p", beginning: [])
    }
  }
}
