import Foundation
import JSON
import Lowering
import ModelFiles
import Operators
import Source
import Synchronization
import Training

/// Runs the trials of a search, several at a time, each by `nnc run` in a process of its own, so that
/// one that fails takes no other with it, and what is done stays when the search is stopped.
struct TrialRunner: Sendable {
  /// The model's file.
  let model: String
  /// What `nnc run` is told besides.
  let arguments: [String]
  /// The folder of the search.
  let folder: String
  /// What trials are compared by.
  let metric: Metric

  /// By this variable of the environment a process knows that it is a trial.
  private static let mark = "NNC_TRIAL"
  /// Whether this process is a trial of a search, which ends with the search.
  static var startedThisProcess: Bool { environment[mark] != nil }

  /// The results of trials, in their order; those that have one already are not run again.
  ///
  /// - Parameter report: is told of each result as it comes, one at a time.
  func results(
    of trials: [Trial], jobs: Int, report: @Sendable (TrialResult) -> Void
  ) throws -> [TrialResult] {
    let state = Mutex<(next: Int, results: [TrialResult?], error: (any Error)?)>(
      (0, Array(repeating: nil, count: trials.count), nil))
    DispatchQueue.concurrentPerform(iterations: min(jobs, trials.count)) { _ in
      while let index = state.withLock({ state -> Int? in
        guard state.error == nil, state.next < trials.count else { return nil }
        state.next += 1
        return state.next - 1
      }) {
        do {
          let result = try result(of: trials[index])
          state.withLock {
            $0.results[index] = result
            report(result)
          }
        } catch {
          state.withLock { $0.error = $0.error ?? error }
        }
      }
    }
    return try state.withLock {
      if let error = $0.error { throw error }
      return $0.results.compactMap(\.self)
    }
  }

  /// The folder of a trial.
  func folder(of trial: Trial) -> String {
    let number = String(trial.number)
    return "\(folder)/trial-" + String(repeating: "0", count: max(0, 4 - number.count)) + number
  }

  private func result(of trial: Trial) throws -> TrialResult {
    let folder = folder(of: trial)
    if let result = try finished(trial, in: folder) { return result }
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true)
    let log = "\(folder)/log.txt"
    try AtomicWrite.write([], to: log)
    let process = Process()
    process.executableURL = URL(
      filePath: try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
    process.arguments =
      ["run", model] + arguments + trial.overrides.flatMap { ["--set", "\($0.name)=\($0.value)"] }
      + ["--out", folder]
    process.environment = environment.merging([Self.mark: "1"]) { $1 }
    process.standardOutput = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    process.standardError = FileHandle(forWritingAtPath: log)
    try process.run()
    process.waitUntilExit()
    if process.terminationReason == .exit, process.terminationStatus == 1 {
      // What the input makes fail fails again; what was killed is tried anew.
      let text = String(decoding: try readFile(log, limit: 1 << 24, code: "E0713"), as: UTF8.self)
      try Data(Self.failure(in: text).utf8).write(to: URL(filePath: "\(folder)/failure.txt"))
    }
    guard let result = try finished(trial, in: folder) else {
      throw InputError(
        Diagnostic(
          code: "E0713", "trial \(trial.number) ended without a result", at: .file(log),
          help: ["the file holds what it said; the search goes on when it is started again"]))
    }
    return result
  }

  /// The result of a trial that was run before; nil where there is none.
  private func finished(_ trial: Trial, in folder: String) throws -> TrialResult? {
    let failure = "\(folder)/failure.txt"
    if FileKind(path: failure) == .file {
      let text = try readFile(failure, limit: 1 << 20, code: "E0713")
      return TrialResult(trial, failure: String(decoding: text, as: UTF8.self))
    }
    let path = "\(folder)/summary.json"
    guard FileKind(path: path) == .file else { return nil }
    let summary = try? JSON.parse(readFile(path, limit: 1 << 28, code: "E0713"))
    let epochs = summary?["epochs"]?.arrayValue ?? []
    let kept = summary?["kept_epoch"]?.intValue
    let epoch = epochs.last { kept == nil || $0["epoch"]?.intValue == kept }
    guard let epoch, let value = epoch[metric.rawValue]?.doubleValue else {
      throw InputError(
        Diagnostic(
          code: "E0713", "the trial has no '\(metric.rawValue)' to be compared by", at: .file(path),
          help: ["give validation rows, as in --valid 0.1, or another --metric"]))
    }
    return TrialResult(trial, value: value, epoch: epoch["epoch"]?.intValue)
  }

  /// The first error of what a run said.
  private static func failure(in log: String) -> String {
    let line = log.split(separator: "\n").first { $0.hasPrefix("error") }
    return line.map(String.init) ?? "failed without an error message"
  }
}
