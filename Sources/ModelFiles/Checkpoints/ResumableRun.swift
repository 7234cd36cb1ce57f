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
      let all = try RunCheckpoints(in: checkpoints)
      let newest = try all.newest()
      do throws(InputError) {
        let (model, found) = try SavedModel.loadCheckpoint(newest.folder)
        (checkpoint, warnings) = (model, all.warnings + found)
      } catch {
        throw all.advised(error) { $0.folder != newest.folder }
      }
    } else {
      folder = Self.run(ofCheckpointAt: path)
      guard SavedModel.hasFiles(in: path) else {
        throw InputError(
          "E0440",
          "there is nothing to resume: this is no run's folder with checkpoints, and no checkpoint",
          in: path, help: RunCheckpoints.help)
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

  /// Refuses to go on where the run has ended already as it was to.
  ///
  /// - Parameters:
  ///   - length: how long it is to go on.
  ///   - stepsPerEpoch: the steps of an epoch.
  /// - Throws: E0510; E0504 for more steps than can be counted.
  public func requireUnfinished(
    for length: TrainingLength, stepsPerEpoch: Int
  ) throws(InputError) {
    guard let finished else { return }
    let steps = try length.steps(perEpoch: stepsPerEpoch)
    let end = try finished.model.settings.length.steps(perEpoch: stepsPerEpoch)
    let hasStoppedEarly = finished.history.count * stepsPerEpoch < end
    guard hasStoppedEarly || end >= steps else { return }
    let help =
      hasStoppedEarly
      ? "it stopped early, as the model says by 'stop'; --from trains on from its weights"
      : length.steps == steps
        ? "training ends after \(steps) steps, \(stepsPerEpoch) to an epoch; to train for longer, give "
          + "--steps beyond that"
        : "training ends after \(length.epochs ?? 0) epochs; to train for longer, give --epochs beyond "
          + "that"
    throw InputError(
      "E0510",
      "the run has finished: there is nothing to resume behind epoch \(finished.history.count)",
      in: folder, help: [help])
  }

  /// An error by which the checkpoint cannot be gone on from, with an older one that is whole.
  public func advised(_ error: InputError) -> InputError {
    let checkpoints = SavedModel.path(of: SavedModel.checkpointsName, in: folder)
    guard let all = try? RunCheckpoints(in: checkpoints) else { return error }
    return all.advised(error) {
      $0.runID == checkpoint.runID && $0.epoch < checkpoint.history.count
    }
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
}
