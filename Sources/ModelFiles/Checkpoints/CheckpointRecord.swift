import JSON
import Lowering
import Operators
import Source
import Training

/// What `model.json` says of a checkpoint: how far training had come, and where its tensors are.
struct CheckpointRecord: Hashable, Sendable {
  /// The state of training, but for its tensors.
  let state: TrainingState
  /// The name of the file with the tensors, in the same folder.
  let file: String
  /// Its SHA-256 digest.
  let digest: String

  init(of state: TrainingState, file: String, digest: String) {
    self.state = state
    self.file = file
    self.digest = digest
  }

  var json: JSON {
    [
      "epoch": .integer(Int64(state.epoch)),
      "step": .integer(Int64(state.step)),
      "rate_drops": .integer(Int64(state.drops)),
      "plateau": state.plateau?.json ?? .null,
      "stop": state.stop?.json ?? .null,
      "best": state.checkpoint?.json ?? .null,
      "file": .string(file),
      "sha256": .string(digest),
    ]
  }

  /// Reads what was saved.
  ///
  /// - Parameters:
  ///   - model: the model, which says what figures are watched.
  ///   - history: what the epochs came to.
  /// - Throws: E0414.
  init(
    reading cursor: JSONCursor, of model: Model, history: [EpochRecord]
  ) throws(InputError) {
    let epoch = try cursor.member("epoch")
    guard try epoch.integer(in: 0...Int.max) == history.count else {
      throw epoch.mismatch("\(history.count), as many as 'history' has")
    }
    let watched = model.settings
    state = TrainingState(
      step: try cursor.member("step").integer(in: 0...Int(Int32.max)),
      drops: try cursor.member("rate_drops").integer(in: 0...history.count),
      plateau: try cursor.figure(
        "plateau", isWatched: model.schedule.plateau != nil, epochs: history.count),
      stop: try cursor.figure("stop", isWatched: watched.stop != nil, epochs: history.count),
      checkpoint: try cursor.figure(
        "best", isWatched: watched.checkpoints.best != nil, epochs: history.count),
      history: history, optimizer: StateSnapshot([]), best: nil)
    file = try cursor.member("file").fileName()
    digest = try cursor.member("sha256").hexadecimal(count: 64)
  }
}

extension BestFigure {
  fileprivate var json: JSON {
    [
      "epoch": best.map { .integer(Int64($0.epoch)) } ?? .null,
      "value": best.map { .figure($0.value) } ?? .null,
      "stale": .integer(Int64(stale)),
    ]
  }
}

extension JSONCursor {
  /// The best value of a figure that the model watches; nil for one that it does not.
  fileprivate func figure(
    _ key: String, isWatched: Bool, epochs: Int
  ) throws(InputError) -> BestFigure? {
    let member = try member(key)
    guard isWatched else {
      guard member.value == .null else {
        throw member.mismatch("null, since the model watches no such figure")
      }
      return nil
    }
    var figure = BestFigure(stale: try member.member("stale").integer(in: 0...epochs))
    if let epoch = try member.optionalMember("epoch") {
      figure.best = BestFigure.Best(
        epoch: try epoch.integer(in: 1...max(epochs, 1)),
        value: try member.member("value").figure())
    }
    return figure
  }
}
