internal import Glibc
public import Source

extension SavedModel {
  /// Refuses a folder for a new run that holds the checkpoints of an interrupted one, which are all
  /// there is of it.
  ///
  /// - Throws: E0448; E0714 where the run is still at work.
  public static func requireNoInterruptedRun(in folder: String) throws {
    guard try !checkpointFolders(ofRun: folder).isEmpty else { return }
    if let run = try? ResumableRun(at: folder), run.finished != nil { return }
    try FolderLock.holding(folder) {}
    let checkpoints = printable(path(of: checkpointsName, in: folder))
    throw InputError(
      "E0448", "the folder holds the checkpoints of a run that was interrupted", in: folder,
      help: [
        "'nnc run --resume \(printable(folder))' goes on with it",
        "to train anew, give another --out, or remove '\(checkpoints)'",
      ])
  }

  /// Removes the checkpoints that an earlier run left in its folder: the files that it wrote, and the
  /// folders that are empty then. Whatever else is there stays.
  ///
  /// - Returns: whether there were any.
  /// - Throws: E0410 for what cannot be removed.
  public static func removeCheckpoints(ofRun folder: String) throws(InputError) -> Bool {
    let checkpoints = try checkpointFolders(ofRun: folder)
    for checkpoint in checkpoints {
      try removeTraining(from: checkpoint, but: nil)
      for name in [weightsName, documentName] {
        try AtomicWrite.remove(path(of: name, in: checkpoint))
      }
      AtomicWrite.removeLeftovers(in: checkpoint)
      unsafe rmdir(checkpoint)
    }
    if !checkpoints.isEmpty { unsafe rmdir(path(of: checkpointsName, in: folder)) }
    return !checkpoints.isEmpty
  }

  /// The name of the folder with a run's checkpoints.
  static let checkpointsName = "checkpoints"

  /// The folders of checkpoints that a run made: by their names and by what they hold.
  private static func checkpointFolders(ofRun folder: String) throws(InputError) -> [String] {
    let checkpoints = path(of: checkpointsName, in: folder)
    guard FileKind(path: checkpoints) == .folder else { return [] }
    return try namesInFolder(checkpoints, code: "E0410").filter { name in
      name == "best" || name.wholeMatch(of: /epoch-[0-9]{4,}/) != nil
    }.map { path(of: $0, in: checkpoints) }.filter { hasFiles(in: $0) }
  }
}
