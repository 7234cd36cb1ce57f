import Foundation
import Source
import Testing

/// A folder of a test's own, gone when the test is done.
final class TemporaryFolder {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file, making the folders on its way, and returns its path.
  @discardableResult
  func write(_ bytes: [UInt8], to name: String) throws -> String {
    let url = URL(filePath: "\(path)/\(name)")
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    return url.path
  }

  /// Writes the four files of a small data set: five rows of 2x3 to train on, two to test on.
  func writeSmallSet(in folder: String = ".", ending: String = "") throws {
    for (name, bytes) in smallSet {
      try write(
        ending == ".gz" ? try gzip(bytes) : bytes, to: "\(folder)/\(name)\(ending)")
    }
  }
}

let smallSet: [String: [UInt8]] = [
  "train-images-idx3-ubyte": idx([5, 2, 3], Array(0..<30)),
  "train-labels-idx1-ubyte": idx([5], [2, 0, 1, 2, 0]),
  "t10k-images-idx3-ubyte": idx([2, 2, 3], Array(100..<112)),
  "t10k-labels-idx1-ubyte": idx([2], [1, 2]),
]

/// An IDX file of these sizes and elements.
func idx(type: UInt8 = 8, _ sizes: [UInt32], _ elements: [UInt8]) -> [UInt8] {
  [0, 0, type, UInt8(sizes.count)] + sizes.flatMap(bigEndianBytes) + elements
}

func bigEndianBytes(_ value: some FixedWidthInteger) -> [UInt8] {
  stride(from: value.bitWidth - 8, through: 0, by: -8).map {
    UInt8(truncatingIfNeeded: value >> $0)
  }
}

/// The bytes as the gzip program compresses them.
func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
  let folder = try TemporaryFolder()
  let path = try folder.write(bytes, to: "bytes")
  let process = Process()
  process.executableURL = URL(filePath: "/usr/bin/env")
  process.arguments = ["gzip", path]
  try process.run()
  process.waitUntilExit()
  return [UInt8](try Data(contentsOf: URL(filePath: "\(path).gz")))
}

/// The only diagnostic that `body` throws.
func diagnostic(
  sourceLocation: Testing.SourceLocation = #_sourceLocation, _ body: () throws -> Void
) throws -> Diagnostic {
  let error = #expect(throws: InputError.self, sourceLocation: sourceLocation) { try body() }
  let diagnostics = try #require(error?.diagnostics, sourceLocation: sourceLocation)
  #expect(diagnostics.count == 1, sourceLocation: sourceLocation)
  return try #require(diagnostics.first, sourceLocation: sourceLocation)
}
