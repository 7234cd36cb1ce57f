import Foundation
import JSON
import Source
import Testing
import Training

@testable import ModelFiles

@Suite struct CheckpointTests {
  let trained: TrainedCheckpoints

  init() throws { trained = try TrainedCheckpoints() }

  @Test func roundTripIsExact() throws {
    for saved in trained.saved {
      let folder = try ModelFolder(saved)
      let (loaded, warnings) = try SavedModel.loadCheckpoint(folder.path)
      #expect(warnings == [])
      #expect(loaded.training == saved.training)
      #expect(loaded.training?.best?.tensors.isEmpty == false)
      #expect(loaded.training?.optimizer.tensors.isEmpty == false)
      #expect(loaded.weights?.tensors == saved.weights?.tensors)
      let network = try trained.fresh()
      let state = try loaded.resume(network)
      #expect(state == saved.training)
      #expect(try SavedModel(from: network).tensors() == saved.tensors())
    }
  }

  /// Other programs find in the weights' file what they find in a saved model's.
  @Test func theWeightsStayAlone() throws {
    let saved = trained.saved[0]
    let folder = try ModelFolder(saved)
    #expect(try folder.folder.content.count == 3)
    let content = try Safetensors(reading: folder.read(folder.weights), name: "weights")
    #expect(content.tensors == saved.weights?.tensors.tensors)
    #expect(try SavedModel.load(folder.path).model.training == nil)
    #expect(folder.problems() == [])
    // Without the rest it is still a model.
    try FileManager.default.removeItem(atPath: folder.training())
    #expect(folder.problems() == [])
    let state = try Safetensors(
      reading: TrainingFile(of: try #require(saved.training)).serialized(runID: saved.runID),
      name: "training")
    #expect(state.tensors.map(\.name).contains("optimizer.dense1.weight.m"))
    #expect(state["best.dense1.weight"]?.shape == [6, 8])
  }

  @Test func figuresBeyondAllNumbersStay() throws {
    var saved = trained.saved[1]
    for (value, word) in [
      (Double.infinity, "\"inf\""), (-.infinity, "\"-inf\""), (.nan, "\"nan\""),
    ] {
      saved.history[0].validLoss = value
      saved.training?.history[0].validLoss = value
      saved.training?.stop?.best?.value = value
      let folder = try ModelFolder(saved)
      #expect(try folder.text(folder.document).contains(word))
      let loaded = try SavedModel.loadCheckpoint(folder.path).model
      let figures = [
        loaded.history[0].validLoss, loaded.training?.history[0].validLoss,
        loaded.training?.stop?.best?.value,
      ]
      #expect(figures.allSatisfy { $0?.isNaN == value.isNaN && ($0 == value || value.isNaN) })
    }
  }

  /// An optimizer's states are kept as they are, even where they are not finite.
  @Test func infiniteStatesOfTheOptimizerStay() throws {
    var saved = trained.saved[0]
    var tensors = try #require(saved.training?.optimizer.tensors)
    tensors[0].bytes.replaceSubrange(0..<4, with: [0, 0, 0x80, 0x7F])
    saved.training?.optimizer = StateSnapshot(tensors)
    let folder = try ModelFolder(saved)
    #expect(try SavedModel.loadCheckpoint(folder.path).model.training == saved.training)
  }

  // MARK: One over another

  @Test func aCheckpointReplacesAnother() throws {
    let folder = try ModelFolder(trained.saved[0])
    let first = try folder.training()
    #expect(try trained.saved[1].save(to: folder.path).count == 3)
    #expect(try folder.training() != first)
    #expect(try folder.folder.content.count == 3)
    #expect(try SavedModel.loadCheckpoint(folder.path).model.training == trained.saved[1].training)
  }

  /// What is in the folder when a save over another checkpoint is killed, after each of its writes.
  @Test(arguments: [0, 1, 2, 3]) func interruptedSaves(writes: Int) throws {
    for runID in [nil, SavedModel.newRunID()] {
      let other = try runID.map { try TrainedCheckpoints(runID: $0) } ?? trained
      let (old, new) = (trained.saved[0], other.saved[1])
      let folder = try ModelFolder(old)
      let before = try folder.read(folder.document)
      let weights = try folder.read(folder.weights)
      let (oldTraining, oldBytes) = (try folder.training(), try folder.read(folder.training()))
      _ = try new.save(to: folder.path)
      // Undo what comes behind the write, the last first.
      if writes < 4 { try folder.write(oldBytes, to: oldTraining) }
      if writes < 3 { try folder.write(before, to: folder.document) }
      if writes < 2 { try folder.write(weights, to: folder.weights) }
      let (loaded, warnings) = try SavedModel.loadCheckpoint(folder.path)
      #expect(loaded.training == (writes < 2 ? old : new).training)
      #expect(warnings.map(\.code) == (writes == 2 ? ["W0401"] : []))
      // The next save leaves nothing behind.
      _ = try trained.saved[2].save(to: folder.path)
      #expect(try folder.folder.content.count == 3)
    }
  }

  // MARK: Damage

  @Test func missingAndCutFiles() throws {
    let folder = try ModelFolder(trained.saved[0])
    let path = try folder.training()
    let whole = try folder.read(path)
    for length in stride(from: 0, to: whole.count, by: 101) {
      try folder.write(Array(whole.prefix(length)), to: path)
      let problem = folder.checkpointProblems().first
      #expect(["E0401", "E0404"].contains(problem?.code), "\(length)")
      #expect(problem?.place == .file(path))
    }
    try folder.write(whole + [0], to: path)
    #expect(folder.checkpointProblems().map(\.code) == ["E0404"])
    try FileManager.default.removeItem(atPath: path)
    let problem = folder.checkpointProblems().first
    #expect(problem?.code == "E0442")
    #expect(problem?.place == .file(path))
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    #expect(folder.checkpointProblems().map(\.code) == ["E0411"])
  }

  @Test func alteredBytes() throws {
    let folder = try ModelFolder(trained.saved[0])
    let path = try folder.training()
    let whole = try folder.read(path)
    for place in stride(from: 0, to: whole.count, by: 37) {
      var altered = whole
      altered[place] ^= 2
      try folder.write(altered, to: path)
      let problem = folder.checkpointProblems().first
      #expect(problem?.severity == .error, "\(place)")
      #expect(problem?.place == .file(path))
    }
  }

  @Test func anAlteredRecord() throws {
    let folder = try ModelFolder(trained.saved[0])
    try folder.replace("\"step\": 3", by: "\"step\": 4")
    #expect(folder.checkpointProblems().map(\.code) == ["E0419"])
  }

  @Test func filesOfOthers() throws {
    let folder = try ModelFolder(trained.saved[0])
    let path = try folder.training()
    func problem(_ bytes: [UInt8]) throws -> Diagnostic? {
      try folder.write(bytes, to: path)
      return folder.checkpointProblems().first
    }
    // Another run's, another epoch's of the same run, and what is no such file.
    let foreign = try ModelFolder(TrainedCheckpoints().saved[0])
    #expect(try problem(foreign.read(foreign.training()))?.code == "E0443")
    #expect(folder.checkpointProblems().first?.message.contains("another run") == true)
    let later = try ModelFolder(trained.saved[1])
    #expect(try problem(later.read(later.training()))?.code == "E0443")
    #expect(try problem(folder.read(folder.weights))?.code == "E0444")
    #expect(try problem(Safetensors(tensors: []).serialized())?.code == "E0444")
  }

  @Test func aSavedModelIsNoCheckpoint() throws {
    var saved = trained.saved[0]
    saved.training = nil
    let folder = try ModelFolder(saved)
    #expect(folder.checkpointProblems().map(\.code) == ["E0440"])
    let error = #expect(throws: InputError.self) { try saved.resume(trained.network) }
    #expect(error?.diagnostics.map(\.code) == ["E0440"])
  }

  /// Files that agree with each other, but not with the network.
  @Test func tensorsThatAreNotTheNetworks() throws {
    let saved = trained.saved[0]
    let optimizer = try #require(saved.training?.optimizer.tensors)
    let best = try #require(saved.training?.best?.tensors)
    /// The tensors with another one's content in place of the first's.
    func reshaped(_ tensors: [StateSnapshot.Tensor]) throws -> StateSnapshot {
      let other = try #require(tensors.first { $0.type != tensors[0].type })
      let first = StateSnapshot.Tensor(
        name: tensors[0].name, type: other.type, bytes: other.bytes)
      return StateSnapshot([first] + tensors.dropFirst())
    }
    var renamed = optimizer
    renamed[0].name += "x"
    let cases: [(optimizer: StateSnapshot, best: StateSnapshot?, message: String)] = [
      (StateSnapshot(Array(optimizer.dropFirst())), StateSnapshot(best), "lack tensor"),
      (StateSnapshot(renamed), StateSnapshot(best), "lack tensor"),
      (try reshaped(optimizer), StateSnapshot(best), "but the network's is"),
      (StateSnapshot(optimizer + [best[0]]), StateSnapshot(best), "the network has no tensor"),
      (StateSnapshot(optimizer), nil, "the weights of the best epoch lack tensor"),
      (StateSnapshot(optimizer), try reshaped(best), "of the best epoch is"),
    ]
    for (optimizer, best, message) in cases {
      var altered = saved
      altered.training?.optimizer = optimizer
      altered.training?.best = best
      let folder = try ModelFolder(altered)
      let network = try trained.fresh()
      let before = try SavedModel(from: network).tensors()
      let error = #expect(throws: InputError.self, "\(message)") {
        try SavedModel.loadCheckpoint(folder.path).model.resume(network)
      }
      #expect(error?.diagnostics.allSatisfy { $0.code == "E0445" } == true)
      #expect(error?.diagnostics.first?.message.contains(message) == true)
      #expect(try SavedModel(from: network).tensors() == before)
    }
    // The weights of a best epoch where there is none.
    var early = saved
    early.training?.stop?.best = nil
    #expect(try ModelFolder(early).checkpointProblems().map(\.code).first == "E0445")
  }

  @Test func tensorsThatAreNoStates() throws {
    typealias Tensor = Safetensors.Tensor
    let folder = try ModelFolder()
    let path = "\(folder.path)/training"
    let runID = SavedModel.newRunID()
    for tensor in [
      Tensor(name: "dense1.weight", shape: [1], [Float(1)]),
      Tensor(name: "optimizer.x", dataType: .u8, shape: [1], bytes: [1]),
      Tensor(name: "best.x", shape: [0], [Float]()),
    ] {
      let bytes = Safetensors(
        metadata: ["format": "nnc-training", "run_id": runID], tensors: [tensor]
      ).serialized()
      try folder.write(bytes, to: path)
      let error = #expect(throws: InputError.self, "\(tensor.name)") {
        try TrainingFile(reading: path, runID: runID, digest: SHA256.hexDigest(of: bytes))
      }
      #expect(error?.diagnostics.map(\.code) == ["E0445"])
    }
  }

  /// What `model.json` says of the checkpoint, member by member.
  @Test func membersOfTheRecord() throws {
    let saved = trained.saved[0]
    let state = try #require(saved.training)
    let digest = String(repeating: "0", count: 64)
    let whole = CheckpointRecord(of: state, file: "training-1.safetensors", digest: digest).json
    func read(_ json: JSON) throws -> CheckpointRecord {
      let text = SourceText(name: "model.json", json.serialized(pretty: true))
      return try CheckpointRecord(
        reading: JSONCursor(parsing: text), of: saved.model, history: saved.history)
    }
    var expected = state
    expected.optimizer = StateSnapshot([])
    expected.best = nil
    #expect(try read(whole).state == expected)
    let cases: [(key: String, value: JSON)] = [
      ("epoch", 2), ("epoch", "1"), ("step", -1), ("step", 1.5), ("rate_drops", 2),
      ("plateau", nil), ("stop", nil), ("best", 3), ("stop", ["epoch": 2, "value": 1, "stale": 0]),
      ("stop", ["epoch": 1, "value": "x", "stale": 0]), ("stop", ["epoch": 1, "stale": 0]),
      ("stop", ["epoch": 1, "value": 1, "stale": -1]), ("best", ["epoch": 1, "value": 1]),
      ("file", "../training.safetensors"), ("file", ""), ("sha256", "0"),
    ]
    for (key, value) in cases {
      var members = try #require(whole.objectValue)
      members[key] = value
      let error = #expect(throws: InputError.self, "\(key): \(value)") {
        try read(.object(members))
      }
      #expect(error?.diagnostics.map(\.code) == ["E0414"])
    }
    for key in try #require(whole.objectValue).keys {
      var members = try #require(whole.objectValue)
      members[key] = Optional<JSON>.none
      let error = #expect(throws: InputError.self) { try read(.object(members)) }
      #expect(error?.diagnostics.first?.message.contains("lacks '\(key)'") == true)
    }
    // A figure that this model does not watch.
    let other = try TrainedCheckpoints(
      source: TrainedCheckpoints.source.replacingOccurrences(
        of: "stop valid_loss patience=9", with: "")
    ).saved[0].model
    let text = SourceText(name: "model.json", whole.serialized())
    #expect(throws: InputError.self) {
      try CheckpointRecord(
        reading: JSONCursor(parsing: text), of: other, history: saved.history)
    }
  }
}
