import Foundation
import Source
import Testing
import Training

@testable import ModelFiles

/// A save writes the weights to a temporary file, renames it, and does the same with `model.json`.
/// Whatever of that was done when the program was killed, a model can be loaded: each test makes
/// the folder as it is then.
@Suite struct InterruptedSaveTests {
  let trained: TrainedNetwork

  init() throws { trained = try TrainedNetwork() }

  /// The model of an earlier save: of the same run where `runID` is given, else of another.
  private func earlier(runID: String = SavedModel.newRunID()) throws -> SavedModel {
    var saved = try TrainedNetwork(seed: 99).saved(runID: runID)
    saved.history[0].trainLoss = 77
    return saved
  }

  private func expect(
    _ folder: ModelFolder, holds saved: SavedModel, warning: String?,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) throws {
    for path in [folder.path, folder.document] {
      let (loaded, warnings) = try SavedModel.load(path)
      #expect(loaded.history == saved.history, sourceLocation: sourceLocation)
      #expect(loaded.runID == saved.runID, sourceLocation: sourceLocation)
      #expect(loaded.weights?.tensors == saved.weights?.tensors, sourceLocation: sourceLocation)
      #expect(
        warnings.map(\.code) == (warning == nil ? [] : ["W0401"]), sourceLocation: sourceLocation)
      #expect(warnings.allSatisfy { $0.severity == .warning }, sourceLocation: sourceLocation)
      if let warning {
        #expect(
          warnings.first?.message.contains(warning) == true, sourceLocation: sourceLocation)
      }
    }
  }

  /// Replaces the weights in `folder` as a save of `saved` does, which is then killed.
  private func saveWeightsOnly(_ saved: SavedModel, into folder: ModelFolder) throws {
    let document = try? folder.read(folder.document)
    _ = try saved.save(to: folder.path)
    if let document {
      try folder.write(document, to: folder.document)
    } else {
      try FileManager.default.removeItem(atPath: folder.document)
    }
  }

  @Test func beforeTheFirstRename() throws {
    let saved = try trained.saved()
    let old = try earlier()
    let folder = try ModelFolder(old)
    let other = try ModelFolder(saved)
    let part = Array(try other.read(other.weights).prefix(100))
    try folder.write(part, to: "\(folder.weights).abc.nnc.tmp")
    try expect(folder, holds: old, warning: nil)
    // The next save removes it.
    _ = try saved.save(to: folder.path)
    #expect(
      try Set(FileManager.default.contentsOfDirectory(atPath: folder.path))
        == ["model.json", "model.safetensors"])
  }

  @Test func firstSaveBetweenTheRenames() throws {
    let saved = try trained.saved()
    let folder = try ModelFolder()
    try saveWeightsOnly(saved, into: folder)
    try folder.write([1, 2], to: "\(folder.document).abc.nnc.tmp")
    try expect(folder, holds: saved, warning: "'model.json' is missing")
  }

  @Test func secondSaveOfTheRunBetweenTheRenames() throws {
    let saved = try trained.saved()
    let folder = try ModelFolder(earlier(runID: saved.runID))
    try saveWeightsOnly(saved, into: folder)
    try expect(folder, holds: saved, warning: "saving was interrupted")
  }

  @Test func saveOverAnotherRunBetweenTheRenames() throws {
    let saved = try trained.saved()
    let folder = try ModelFolder(earlier())
    try saveWeightsOnly(saved, into: folder)
    try expect(folder, holds: saved, warning: "saving was interrupted")
  }

  @Test func saveOverAnInterruptedSave() throws {
    let saved = try trained.saved()
    let folder = try ModelFolder(earlier())
    try saveWeightsOnly(earlier(), into: folder)
    try saveWeightsOnly(saved, into: folder)
    try expect(folder, holds: saved, warning: "saving was interrupted")
    _ = try saved.save(to: folder.path)
    try expect(folder, holds: saved, warning: nil)
  }

  @Test func saveOverACompiledModelBetweenTheRenames() throws {
    let saved = try trained.saved()
    let folder = try ModelFolder()
    try earlier().saveWithoutWeights(to: folder.document)
    try saveWeightsOnly(saved, into: folder)
    try expect(folder, holds: saved, warning: "saving was interrupted")
  }

  @Test func saveOverADamagedModelBetweenTheRenames() throws {
    let saved = try trained.saved()
    let folder = try ModelFolder()
    try folder.write(Array("{".utf8), to: folder.document)
    try saveWeightsOnly(saved, into: folder)
    let problem = folder.problems().first
    #expect(problem?.code == "E0412")
    #expect(problem?.help.first?.contains("the copy of it in '\(folder.weights)' is used") == true)
    try FileManager.default.removeItem(atPath: folder.document)
    try expect(folder, holds: saved, warning: "'model.json' is missing")
  }

  @Test func afterBothRenames() throws {
    let saved = try trained.saved()
    let folder = try ModelFolder(earlier())
    _ = try saved.save(to: folder.path)
    try expect(folder, holds: saved, warning: nil)
    #expect(try folder.folder.content == ["model.json", "model.safetensors"])
  }

  /// Weights that stand beside a compiled model by chance are not its.
  @Test func aCompiledModelBesideWeights() throws {
    let folder = try ModelFolder(trained.saved())
    try earlier().saveWithoutWeights(to: folder.document)
    #expect(try SavedModel.load(folder.path).model.hasWeights == false)
    try folder.write([1, 2, 3], to: folder.weights)
    #expect(try SavedModel.load(folder.path).model.hasWeights == false)
  }

  /// Recovered weights have no digest in `model.json`; their own must hold.
  @Test func anInterruptedSaveThatWasAltered() throws {
    let folder = try ModelFolder(earlier())
    try saveWeightsOnly(trained.saved(), into: folder)
    let whole = try folder.read(folder.weights)
    for place in stride(from: whole.count - 1, to: whole.count - 400, by: -7) {
      var altered = whole
      altered[place] ^= 1
      try folder.write(altered, to: folder.weights)
      #expect(folder.problems().map(\.code) == ["E0418"])
    }
  }
}
