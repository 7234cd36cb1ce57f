import Foundation
import Testing

/// A step allocates nothing, on any thread; see `AllocationProbe`, which counts.
@Suite struct AllocationTests {
  /// What the probe prints: a number of calls of malloc's family for each way to run 50 steps. Empty
  /// where a sanitizer brings its own malloc.
  private func counts() throws -> [String: Int] {
    let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let process = Process()
    process.executableURL = URL(filePath: own).deletingLastPathComponent()
      .appending(path: "AllocationProbe")
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = try String(
      decoding: output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let lines = text.split(separator: "\n").map { $0.split(separator: " ") }
    return Dictionary(
      uniqueKeysWithValues: lines.compactMap { line in
        line.count == 2 ? Int(line[1]).map { (String(line[0]), $0) } : nil
      })
  }

  @Test func stepsAllocateNothing() throws {
    let counts = try counts()
    guard !counts.isEmpty else { return }
    for way in ["executor-1", "executor-2", "trainer-1", "trainer-2"] {
      #expect(counts[way] == 0, "\(way)")
    }
    // One array a step, planted beside the second executor.
    #expect(counts["planted", default: 0] >= 50)
  }
}
