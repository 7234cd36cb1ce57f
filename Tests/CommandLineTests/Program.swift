import Foundation
import JSON
import Testing

/// The program under test, run as a user runs it.
struct Program {
  /// What a run came to.
  struct Outcome {
    var status: Int32
    var output: String
    var errors: String

    /// Standard output as one JSON document.
    func json() throws -> JSON { try JSON.parse(Array(output.utf8)) }
  }

  /// The folder that relative paths of a run start from.
  let folder: String

  /// The program stands beside the tests that were built with it.
  static let path: String = {
    let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return (tests as NSString).deletingLastPathComponent + "/nnc"
  }()

  /// The top of the checkout.
  static let root = String(#filePath.dropLast("/Tests/CommandLineTests/Program.swift".count))

  func callAsFunction(_ arguments: String...) throws -> Outcome { try run(arguments) }

  /// Starts it, and lets it go on by itself; what it says is dropped.
  func start(_ arguments: [String]) throws -> Process {
    let process = process(arguments)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  private func process(_ arguments: [String]) -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.path)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = ["HOME": folder, "PATH": "/usr/bin:/bin"]
    process.standardInput = FileHandle.nullDevice
    return process
  }

  /// Runs it; `output` takes its standard output in place of the outcome.
  func run(_ arguments: [String], output device: String? = nil) throws -> Outcome {
    let process = process(arguments)
    let output = folder + "/output-\(UUID())"
    let errors = folder + "/errors-\(UUID())"
    defer {
      try? FileManager.default.removeItem(atPath: output)
      try? FileManager.default.removeItem(atPath: errors)
    }
    for file in [output, errors] { try Data().write(to: URL(fileURLWithPath: file)) }
    process.standardOutput = FileHandle(forWritingAtPath: device ?? output)
    process.standardError = FileHandle(forWritingAtPath: errors)
    try process.run()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationReason == .exit ? process.terminationStatus : -1,
      output: try String(contentsOfFile: output, encoding: .utf8),
      errors: try String(contentsOfFile: errors, encoding: .utf8))
  }
}

/// A folder of its own for each test, with a small data set and removed at the end.
final class Workplace {
  let folder: String
  let nnc: Program

  init() throws {
    folder = NSTemporaryDirectory() + "nnc-\(UUID())"
    try FileManager.default.createDirectory(
      atPath: folder + "/data", withIntermediateDirectories: true)
    nnc = Program(folder: folder)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
  }

  /// Made-up pictures in IDX files: the label is where the brightest stripe is.
  func writeData(_ name: String = "data", side: Int = 6, classes: Int = 3, rows: Int = 90) throws {
    let path = folder + "/" + name
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    func header(_ rank: UInt8, _ sizes: [Int]) -> [UInt8] {
      var bytes: [UInt8] = [0, 0, 8, rank]
      for size in sizes {
        for shift in [24, 16, 8, 0] { bytes.append(UInt8(size >> shift & 255)) }
      }
      return bytes
    }
    for (part, count) in [("train", rows), ("t10k", rows / 3)] {
      let labels = (0..<count).map { UInt8($0 * 7 % classes) }
      var pixels: [UInt8] = []
      for row in 0..<count {
        for y in 0..<side {
          for x in 0..<side {
            let noise = (row * 31 + y * 17 + x * 13) % 50
            pixels.append(UInt8(noise + (y % classes == Int(labels[row]) ? 180 : 0)))
          }
        }
      }
      try Data(header(3, [count, side, side]) + pixels).write(
        to: URL(fileURLWithPath: "\(path)/\(part)-images-idx3-ubyte"))
      try Data(header(1, [count]) + labels).write(
        to: URL(fileURLWithPath: "\(path)/\(part)-labels-idx1-ubyte"))
    }
  }
}
