import Foundation
import ModelFiles
import Reporting
import Source
import Training

/// The logs of a run for TensorBoard: a file in the folders `train` and `validation` of its own,
/// which grow by an epoch at a time, so that curves are seen while the run trains.
struct TensorBoardLogs {
  /// The files, and what part of the rows each is of.
  private let files: [(part: EventRecords.Part, file: GrowingFile)]
  /// When the next epoch begins, in seconds since 1970.
  private var time: Double

  /// Begins the logs in the folder of a run.
  ///
  /// - Parameter history: the epochs that were done before, where the run is resumed.
  init(in folder: String, validates: Bool, history: [EpochRecord]) throws(InputError) {
    // As if the epochs before had just been done, one behind the other.
    time = Date().timeIntervalSince1970 - history.reduce(0) { $0 + $1.seconds }
    var files: [(EventRecords.Part, GrowingFile)] = []
    for part in EventRecords.Part.allCases where part == .train || validates {
      let file = try GrowingFile(
        in: "\(folder)/\(part.rawValue)", named: Self.name,
        beginning: EventRecords.beginning(at: time))
      files.append((part, file))
    }
    self.files = files
    for epoch in history { try add(epoch) }
  }

  /// Whether there are logs of a run in its folder.
  static func exist(in folder: String) -> Bool {
    EventRecords.Part.allCases.contains { FileKind(path: path(of: $0, in: folder)) == .file }
  }

  /// Removes the logs of a run from its folder, where there are any.
  static func remove(from folder: String) throws(InputError) {
    for part in EventRecords.Part.allCases {
      let path = path(of: part, in: folder)
      if FileKind(path: path) == .file { try AtomicWrite.remove(path) }
    }
  }

  private static func path(of part: EventRecords.Part, in folder: String) -> String {
    "\(folder)/\(part.rawValue)/\(name)"
  }

  /// Adds an epoch.
  mutating func add(_ epoch: EpochRecord) throws(InputError) {
    time += epoch.seconds
    for (part, file) in files {
      try file.append(EventRecords.epoch(epoch, of: part, at: time))
    }
  }

  /// Where the logs are.
  var paths: [String] { files.map(\.file.path) }

  /// TensorBoard knows its files by `tfevents` in the name.
  private static let name = "events.out.tfevents.nnc"
}
