import Execution
import IR
public import Source
public import Training

extension SavedModel {
  /// Loads a checkpoint with what training goes on from, and checks everything about it.
  ///
  /// - Parameter folder: the checkpoint's folder.
  /// - Returns: the model, whose `training` is there, and warnings.
  /// - Throws: what `load` throws; E0440 for a saved model that is no checkpoint; E0401 to E0404 and
  ///   E0442 to E0445 for the tensors of training.
  public static func loadCheckpoint(
    _ folder: String
  ) throws(InputError) -> (model: SavedModel, warnings: [Diagnostic]) {
    var (model, warnings) = try load(folder)
    guard let record = model.checkpoint else {
      throw InputError(
        "E0440", "this is a saved model, and no checkpoint that training can go on from",
        in: folder,
        help: [
          "'checkpoint every=N' in a model saves such ones; --from trains on from weights alone"
        ])
    }
    let path = path(of: record.file, in: folder)
    let file = try TrainingFile(reading: path, runID: model.runID, digest: record.digest)
    var state = record.state
    state.optimizer = file.optimizer
    state.best = file.best
    let graph = try graph(of: model.model)
    let weights = graph.states.filter { $0.role != .optimizer }
    try (state.best ?? StateSnapshot([])).check(
      against: state.stop?.best == nil ? [] : weights.map { ($0.name, graph.type(of: $0.value)) },
      of: "the weights of the best epoch", at: .file(path))
    model.training = state
    return (model, warnings)
  }

  /// Gives a network the weights of a checkpoint, from which its training can go on.
  ///
  /// - Parameter network: a network for training, which was made of `model`.
  /// - Returns: what training goes on from.
  /// - Throws: E0440 for a model that is no checkpoint, E0420 and E0445 where the tensors are not
  ///   those of this network.
  public func resume(_ network: Network) throws(InputError) -> TrainingState {
    guard let training else {
      throw InputError(Diagnostic(code: "E0440", "the model is no checkpoint of a training"))
    }
    let states = network.states.entries.filter { $0.role == .optimizer }
    try training.optimizer.check(
      against: states.map { ($0.name, $0.type) }, of: "the optimizer's states", at: .nowhere)
    try restore(into: network.states)
    return training
  }

  /// Writes what a checkpoint's training goes on from into `folder`, before its other files.
  ///
  /// - Returns: what `model.json` is to say of it; nil for a model that is no checkpoint.
  /// - Throws: E0410 where it cannot be written.
  func saveTraining(to folder: String) throws(InputError) -> CheckpointRecord? {
    guard let training else { return nil }
    let bytes = TrainingFile(of: training).serialized(runID: runID)
    let digest = SHA256.hexDigest(of: bytes)
    let name = "\(Self.trainingPrefix)\(digest.prefix(12)).\(Self.trainingEnding)"
    try AtomicWrite.write(bytes, to: Self.path(of: name, in: folder))
    return CheckpointRecord(of: training, file: name, digest: digest)
  }

  /// Removes the tensors of trainings that checkpoints of before left in `folder`.
  ///
  /// - Throws: E0410 where they cannot be removed.
  static func removeTraining(from folder: String, but name: String?) throws(InputError) {
    for file in try namesInFolder(folder, code: "E0410")
    where file.hasPrefix(trainingPrefix) && file.hasSuffix(trainingEnding) && file != name {
      try AtomicWrite.remove(path(of: file, in: folder))
    }
  }

  private static let trainingPrefix = "training-"
  private static let trainingEnding = "safetensors"
}
