import Foundation

/// The variables of the process's environment.
var environment: [String: String] { ProcessInfo.processInfo.environment }

/// Ends the process.
func endProcess(with code: Int32) -> Never { Foundation.exit(code) }

/// A new folder for a run, named by its model and the time: `runs/fashion-20260131-235959`.
func runFolder(for model: String) -> String {
  let name = URL(fileURLWithPath: model).deletingPathExtension().lastPathComponent
  let formatter = DateFormatter()
  formatter.locale = Locale(identifier: "en_US_POSIX")
  formatter.dateFormat = "yyyyMMdd-HHmmss"
  let base = "runs/\(name)-\(formatter.string(from: Date()))"
  var folder = base
  var number = 2
  while FileManager.default.fileExists(atPath: folder) {
    folder = "\(base)-\(number)"
    number += 1
  }
  return folder
}
