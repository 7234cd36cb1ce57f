import JSON
import Source
import Training

/// The checkpoints in a run's folder.
struct RunCheckpoints {
  /// The folder that they are in.
  let folder: String
  /// Those that can be dated, by their epochs.
  private(set) var found: [Entry] = []
  /// What is wrong with the others.
  private var damages: [InputError] = []
  /// Whether some hold weights alone.
  private var areWeightsOnly = false

  /// A checkpoint.
  struct Entry {
    /// Its folder.
    let folder: String
    /// The run that it is of.
    let runID: String
    /// The epoch that it is behind.
    let epoch: Int
  }

  /// What to do for there to be some.
  static let help = [
    "'checkpoint every=N' in a model saves what a run can be resumed from, every N epochs"
  ]

  /// Looks at all in `folder`.
  ///
  /// - Throws: E0440 where it cannot be read.
  init(in folder: String) throws(InputError) {
    self.folder = folder
    for name in try namesInFolder(folder, code: "E0440") {
      let path = SavedModel.path(of: name, in: folder)
      // A folder without either file is one whose first save was interrupted.
      guard FileKind(path: path) == .folder, SavedModel.hasFiles(in: path) else { continue }
      do throws(InputError) {
        if let entry = try Self.entry(path) { found.append(entry) } else { areWeightsOnly = true }
      } catch {
        damages.append(error)
      }
    }
    found.sort { $0.epoch < $1.epoch }
  }

  /// Warnings about those that cannot be used.
  var warnings: [Diagnostic] {
    damages.flatMap(\.diagnostics).map { problem in
      var warning = problem
      warning.severity = .warning
      warning.code = "W0402"
      warning.message = "a checkpoint is left out: \(problem.message)"
      return warning
    }
  }

  /// The one of the latest epoch.
  ///
  /// - Throws: E0440 where there is none, what is wrong with one where none can be read, E0441 where
  ///   they are of several runs.
  func newest() throws(InputError) -> Entry {
    guard let latest = found.last else {
      if let damage = damages.first { throw damage }
      throw InputError(
        "E0440",
        areWeightsOnly
          ? "there is nothing to resume: the checkpoints hold weights alone, as older ones do"
          : "there is nothing to resume: no checkpoint was saved yet",
        in: folder, help: areWeightsOnly ? ["--from trains on from weights"] : Self.help)
    }
    if let other = found.first(where: { $0.runID != latest.runID }) {
      throw InputError(
        "E0441", "the folder holds the checkpoints of several runs", in: folder,
        help: ["name the one to go on from, such as '\(latest.folder)' or '\(other.folder)'"])
    }
    return latest
  }

  /// An error of a checkpoint, with the newest one that is whole of those that may stand in for it.
  func advised(_ error: InputError, _ isFit: (Entry) -> Bool) -> InputError {
    let whole = found.last {
      isFit($0) && (try? SavedModel.loadCheckpoint($0.folder)) != nil
    }
    return whole.map {
      error.adding(help: "to go on from another one: nnc run --resume \(shellWord($0.folder))")
    } ?? error
  }

  /// What a checkpoint's `model.json` says of it, or else the copy beside its weights; nil where
  /// there are weights alone.
  private static func entry(_ folder: String) throws(InputError) -> Entry? {
    let path = SavedModel.path(of: SavedModel.documentName, in: folder)
    let limit = SavedModel.documentLimit
    if let bytes = try? readFile(path, limit: limit, code: "E0411"),
      let document = try? JSON.parse(bytes), let runID = document["run_id"]?.stringValue
    {
      return (document["checkpoint"]?["epoch"]?.intValue).map {
        Entry(folder: folder, runID: runID, epoch: $0)
      }
    }
    let model = try SavedModel.load(folder).model
    return model.checkpoint.map {
      Entry(folder: folder, runID: model.runID, epoch: $0.state.epoch)
    }
  }
}

extension SavedModel {
  /// Whether a model's files are in a folder, or one of them.
  static func hasFiles(in folder: String) -> Bool {
    [documentName, weightsName].contains { FileKind(path: path(of: $0, in: folder)) == .file }
  }
}
