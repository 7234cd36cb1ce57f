import Foundation
import Kernels
import Lowering
import ModelFiles
import Operators
import Source
import Training

/// Runs a trial of a search by `nnc run` in a process of its own, so that one that fails takes no
/// other with it, and what is done stays when the search is stopped.
struct TrialProcess: Sendable {
  /// The model's file.
  let model: String
  /// What `nnc run` is told besides.
  let arguments: [String]
  /// The folder of the search.
  let sweep: SweepFolder
  /// What trials are compared by.
  let metric: Metric

  /// By this variable of the environment a process knows that it is a trial, and of which process.
  private static let mark = "NNC_TRIAL"

  /// Whether this process is a trial of a search.
  static var isThisProcess: Bool { environment[mark] != nil }

  /// Has this process end with the search, if it is a trial of one.
  static func endWithSearch() {
    guard let search = environment[mark].flatMap({ Int32($0) }) else { return }
    ParentProcess.endWithIt(search)
  }

  /// The result of a trial; one that has been run to its end before is not run again.
  ///
  /// - Throws: E0410 where the trial's folder cannot be written, E0713 where it cannot be read.
  func result(of trial: Trial) throws -> TrialResult {
    let folder = TrialFolder(trial, in: sweep)
    if let result = try folder.result(by: metric) { return result }
    try folder.prepare()
    let ending = try run(folder)
    return try folder.result(by: metric) ?? folder.failed(ending: ending)
  }

  /// Runs the trial, and tells how it ended.
  private func run(_ folder: TrialFolder) throws -> String {
    let process = Process()
    process.executableURL = URL(
      filePath: try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
    process.arguments =
      ["run", model] + arguments
      + folder.trial.overrides.flatMap { asArguments("set", "\($0.name)=\($0.value)") }
      + asArguments("out", folder.path)
    process.environment = environment.merging([
      Self.mark: String(ProcessInfo.processInfo.processIdentifier)
    ]) { $1 }
    process.standardOutput = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    process.standardError = FileHandle(forWritingAtPath: folder.log)
    do {
      try process.run()
    } catch {
      return "it could not be started: \(error.localizedDescription)"
    }
    process.waitUntilExit()
    let status = process.terminationStatus
    return process.terminationReason == .exit
      ? "it ended with status \(status)" : "it was ended by signal \(status)"
  }
}
