import JSON
public import Lowering
public import Source
import Training

/// A run of training that goes on where it was interrupted: behind its newest checkpoint.
public struct ResumableRun: Sendable {
  /// The run's folder.
  public let folder: String
  /// The checkpoint, whose `training` is there.
  public let checkpoint: SavedModel
  /// The model that the run left when it ended; nil where it has not.
  public let finished: SavedModel?
  /// What is to be told of the files.
  public let warnings: [Diagnostic]

  private static let help = [
    "'checkpoint every=N' in a model saves what a run can be resumed from, every N epochs"
  ]

  /// Finds the checkpoint to go on from.
  ///
  /// - Parameter path: the folder of the run, or that of one of its checkpoints.
  /// - Throws: E0440 where there is no checkpoint, E0441 where there are those of several runs, E0449
  ///   for a trial of a search, and what loading a checkpoint throws.
  public init(at path: String) throws(InputError) {
    guard FileKind(path: path) == .folder else {
      let what = FileKind(path: path) == nil ? "there is no such folder" : "this is no folder"
      throw InputError("E0440", "there is no run to resume: \(what)", in: path)
    }
    let checkpoints = SavedModel.path(of: SavedModel.checkpointsName, in: path)
    if FileKind(path: checkpoints) == .folder {
      folder = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
      let (newest, older, problems) = try Self.newest(in: checkpoints)
      do throws(InputError) {
        let (model, found) = try SavedModel.loadCheckpoint(newest)
        (checkpoint, warnings) = (model, problems + found)
      } catch {
        throw older.map { error.adding(help: "to go on from an older one, name '\($0)'") } ?? error
      }
    } else {
      folder = Self.run(ofCheckpointAt: path)
      guard SavedModel.hasFiles(in: path) else {
        throw InputError(
          "E0440",
          "there is nothing to resume: this is no run's folder with checkpoints, and no checkpoint",
          in: path, help: Self.help)
      }
      (checkpoint, warnings) = try SavedModel.loadCheckpoint(path)
      guard FileKind(path: SavedModel.path(of: SavedModel.checkpointsName, in: folder)) == .folder
      else {
        throw InputError(
          "E0440", "the checkpoint stands alone, and no run's folder is there to go on in",
          in: path, help: ["put it back where it was: into the folder 'checkpoints' of its run"])
      }
      if let (model, _) = try? SavedModel.load(folder), model.runID != checkpoint.runID {
        throw InputError(
          "E0441", "the checkpoint is of another run than the one in whose folder it stands",
          in: path, help: ["put it back where it was, or train on by --from"])
      }
    }
    guard !TrialFolder.isTrial(folder) else {
      throw InputError(
        "E0449", "the run is a trial of a search, which goes on with it by itself", in: folder,
        help: ["give the command of the search again: 'nnc sweep' with its --out"])
    }
    finished = Self.end(of: checkpoint.runID, in: folder)
  }

  /// Whether the run has ended already as it was to, given how long it is to go on.
  public func isFinished(for length: TrainingLength) -> Bool {
    guard let end = finished?.model.settings.length else { return false }
    return end.epochs ?? .max >= length.epochs ?? .max && end.steps ?? .max >= length.steps ?? .max
  }

  /// The model that a run left at its end, with all that it writes then.
  private static func end(of runID: String, in folder: String) -> SavedModel? {
    let names = ["history.csv", "summary.json"]
    guard names.allSatisfy({ FileKind(path: SavedModel.path(of: $0, in: folder)) == .file }),
      let (model, _) = try? SavedModel.load(folder), model.runID == runID
    else { return nil }
    return model
  }

  /// The folder of the run that a checkpoint stands in.
  private static func run(ofCheckpointAt path: String) -> String {
    let parts = path.split(separator: "/")
    guard parts.count > 2, !parts.suffix(2).contains(where: { $0 == "." || $0 == ".." }) else {
      return SavedModel.path(of: "../..", in: path)
    }
    return (path.hasPrefix("/") ? "/" : "") + parts.dropLast(2).joined(separator: "/")
  }

  // MARK: The newest checkpoint

  private struct Candidate {
    let folder: String
    let runID: String
    let epoch: Int
  }

  /// The checkpoint of the latest epoch, the one before it, and warnings about those that cannot be
  /// used.
  private static func newest(
    in checkpoints: String
  ) throws(InputError) -> (folder: String, older: String?, problems: [Diagnostic]) {
    var candidates: [Candidate] = []
    var damages: [InputError] = []
    var areWeightsOnly = false
    for name in try namesInFolder(checkpoints, code: "E0440") {
      let folder = SavedModel.path(of: name, in: checkpoints)
      // A folder without either file is one whose first save was interrupted.
      guard FileKind(path: folder) == .folder, SavedModel.hasFiles(in: folder) else { continue }
      do throws(InputError) {
        guard let candidate = try candidate(folder) else {
          areWeightsOnly = true
          continue
        }
        candidates.append(candidate)
      } catch {
        damages.append(error)
      }
    }
    candidates.sort { $0.epoch < $1.epoch }
    guard let latest = candidates.last else {
      if let damage = damages.first { throw damage }
      throw InputError(
        "E0440",
        areWeightsOnly
          ? "there is nothing to resume: the checkpoints hold weights alone, as older ones do"
          : "there is nothing to resume: no checkpoint was saved yet",
        in: checkpoints, help: areWeightsOnly ? ["--from trains on from weights"] : help)
    }
    if let other = candidates.first(where: { $0.runID != latest.runID }) {
      throw InputError(
        "E0441", "the folder holds the checkpoints of several runs", in: checkpoints,
        help: [
          "name the one to go on from, such as '\(latest.folder)' or '\(other.folder)'"
        ])
    }
    return (
      latest.folder, candidates.dropLast().last?.folder,
      damages.flatMap(\.diagnostics).map(Self.warning)
    )
  }

  /// What a checkpoint's `model.json` says of it, or else the copy beside its weights; nil where
  /// there are weights alone.
  private static func candidate(_ folder: String) throws(InputError) -> Candidate? {
    let path = SavedModel.path(of: SavedModel.documentName, in: folder)
    let limit = SavedModel.documentLimit
    if let bytes = try? readFile(path, limit: limit, code: "E0411"),
      let document = try? JSON.parse(bytes), let runID = document["run_id"]?.stringValue
    {
      return (document["checkpoint"]?["epoch"]?.intValue).map {
        Candidate(folder: folder, runID: runID, epoch: $0)
      }
    }
    let model = try SavedModel.load(folder).model
    return model.checkpoint.map {
      Candidate(folder: folder, runID: model.runID, epoch: $0.state.epoch)
    }
  }

  private static func warning(_ problem: Diagnostic) -> Diagnostic {
    var warning = problem
    warning.severity = .warning
    warning.code = "W0402"
    warning.message = "a checkpoint is left out: \(problem.message)"
    return warning
  }
}

extension SavedModel {
  /// Whether a model's files are in a folder, or one of them.
  static func hasFiles(in folder: String) -> Bool {
    [documentName, weightsName].contains { FileKind(path: path(of: $0, in: folder)) == .file }
  }
}
