import Foundation

/// The Python of this machine.
enum Python {
  static let hasSafetensors = run("import safetensors.numpy, numpy").status == 0
  static let hasTorch = run("import safetensors.torch").status == 0

  /// Runs a Python program and returns what it prints.
  static func run(_ program: String) -> (output: String, status: Int32) {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-c", program]
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    do { try process.run() } catch { return ("", -1) }
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (String(decoding: bytes, as: UTF8.self), process.terminationStatus)
  }
}
