import JSON
import Lowering
public import Operators
public import Source
public import Training

/// The folder of a trial of a search: what was set, what its run said and left, and whether it failed
/// for good.
public struct TrialFolder: Sendable {
  /// The trial.
  public let trial: Trial
  /// Its path.
  public let path: String

  /// What the trial's run says is kept here.
  public var log: String { "\(path)/log.txt" }
  private var settings: String { Self.settings(in: path) }

  private static func settings(in folder: String) -> String { "\(folder)/trial.json" }

  /// Whether a folder is a trial's.
  static func isTrial(_ folder: String) -> Bool { FileKind(path: settings(in: folder)) == .file }
  private var summary: String { "\(path)/summary.json" }
  private var failure: String { "\(path)/failure.txt" }

  /// The folder of a trial within that of its search.
  public init(_ trial: Trial, in sweep: SweepFolder) {
    self.trial = trial
    let number = String(trial.number)
    path = "\(sweep.path)/trial-" + String(repeating: "0", count: max(0, 4 - number.count)) + number
  }

  /// What was set, by which a folder is known to be of this trial: where a trial of an earlier round
  /// is tried anew, those of later rounds may come out otherwise.
  private var description: JSON {
    var settings = JSONObject()
    for override in trial.overrides { settings[override.name] = .string(override.value) }
    return .object(settings)
  }

  /// The result of the trial, where it has been run to its end before; nil where it is to be run.
  ///
  /// - Throws: E0713 where a file is there that cannot be read.
  public func result(by metric: Metric) throws(InputError) -> TrialResult? {
    guard FileKind(path: settings) == .file,
      (try? JSON.parse(readFile(settings, limit: 1 << 28, code: "E0713"))) == description
    else { return nil }
    if FileKind(path: failure) == .file {
      let text = try readFile(failure, limit: 1 << 20, code: "E0713")
      // A full disk leaves an empty file, which tells nothing.
      if !text.isEmpty { return TrialResult(trial, failure: String(decoding: text, as: UTF8.self)) }
    }
    guard FileKind(path: summary) == .file,
      let found = try? JSON.parse(readFile(summary, limit: 1 << 28, code: "E0713"))
    else { return nil }
    let kept = found["kept_epoch"]?.intValue
    let epoch = found["epochs"]?.arrayValue?.last {
      kept == nil || $0["epoch"]?.intValue == kept
    }
    guard let epoch else { return TrialResult(trial, failure: "it ended before the first epoch") }
    guard let value = epoch[metric.rawValue]?.doubleValue else {
      return TrialResult(trial, failure: "its '\(metric.rawValue)' is no finite number")
    }
    return TrialResult(trial, value: value, epoch: epoch["epoch"]?.intValue)
  }

  /// Makes the folder ready for the trial's run, without what another run left in it.
  ///
  /// - Throws: E0410 where it cannot be written.
  public func prepare() throws(InputError) {
    try AtomicWrite.probeWritable(folder: path)
    for file in [failure, summary] { try AtomicWrite.remove(file) }
    try AtomicWrite.write([], to: log)
    try AtomicWrite.write(description, to: settings)
  }

  /// The result of a trial whose run left no summary, `ending` says how.
  ///
  /// An error that the model makes comes again whenever it is run, and is kept; any other, such as a
  /// full disk or a kill for want of memory, may pass, and the trial is tried anew when the search is
  /// started again.
  ///
  /// - Throws: E0410 where that cannot be written.
  public func failed(ending: String) throws(InputError) -> TrialResult {
    let log = (try? readFile(log, limit: 1 << 24, code: "E0713")) ?? []
    let said = String(decoding: log, as: UTF8.self).split(separator: "\n")
      .first { $0.hasPrefix("error") }.map(String.init)
    if let said, Self.isOfTheModel(said) { try AtomicWrite.write(Array(said.utf8), to: failure) }
    return TrialResult(trial, failure: said ?? "\(ending); \(printable(self.log)) has what it said")
  }

  /// Whether an error is one that a model or its settings make: of syntax, names and shapes, or a loss
  /// that is no longer a finite number.
  private static func isOfTheModel(_ error: String) -> Bool {
    ["error[E01", "error[E02", "error[E0501]"].contains(where: error.hasPrefix)
  }
}
