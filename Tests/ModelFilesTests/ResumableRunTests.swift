import Foundation
import Lowering
import Source
import Testing
import Training

@testable import ModelFiles

/// Which checkpoint a run goes on from.
@Suite struct ResumableRunTests {
  let trained: TrainedCheckpoints
  let place: ModelFolder

  init() throws {
    trained = try TrainedCheckpoints()
    place = try ModelFolder()
  }

  private func save(_ saved: SavedModel, as name: String) throws {
    _ = try saved.save(to: "\(place.path)/checkpoints/\(name)")
  }

  private func problem(_ path: String) -> Diagnostic? {
    do throws(InputError) {
      _ = try ResumableRun(at: path)
      return nil
    } catch {
      return error.diagnostics.first
    }
  }

  @Test func theNewestIsTaken() throws {
    try save(trained.saved[0], as: "epoch-0001")
    try save(trained.saved[2], as: "best")
    try save(trained.saved[1], as: "epoch-0002")
    try place.write([1], to: "\(place.path)/checkpoints/notes.txt")
    try FileManager.default.createDirectory(
      atPath: "\(place.path)/checkpoints/epoch-0003", withIntermediateDirectories: true)
    let run = try ResumableRun(at: place.path)
    #expect(run.folder == place.path)
    #expect(run.checkpoint.training == trained.saved[2].training)
    #expect(run.warnings == [])
    #expect(run.finished == nil)
    // One that is named is taken, however old.
    for path in ["epoch-0001", "epoch-0001/", "../checkpoints/./epoch-0001", "epoch-0001/."] {
      let run = try ResumableRun(at: "\(place.path)/checkpoints/\(path)")
      #expect(run.checkpoint.training == trained.saved[0].training)
      #expect(
        URL(filePath: run.folder).standardizedFileURL.path
          == URL(filePath: place.path).standardizedFileURL.path, "\(path)")
    }
  }

  @Test func whatIsNoRun() throws {
    #expect(problem("\(place.path)/nothing")?.message.contains("no such folder") == true)
    #expect(problem(place.path)?.message.contains("no run's folder with checkpoints") == true)
    try save(trained.saved[0], as: "epoch-0001")
    #expect(problem("\(place.path)/checkpoints/epoch-0001/model.json")?.code == "E0440")
    try FileManager.default.removeItem(atPath: "\(place.path)/checkpoints/epoch-0001")
    #expect(problem(place.path)?.message.contains("no checkpoint was saved yet") == true)
    var plain = trained.saved[0]
    plain.training = nil
    try save(plain, as: "epoch-0001")
    #expect(problem(place.path)?.message.contains("weights alone") == true)
    #expect(problem("\(place.path)/checkpoints/epoch-0001")?.code == "E0440")
    let alone = try ModelFolder(trained.saved[0])
    #expect(problem(alone.path)?.message.contains("stands alone") == true)
  }

  @Test func checkpointsOfSeveralRuns() throws {
    try save(trained.saved[0], as: "epoch-0001")
    try save(TrainedCheckpoints().saved[1], as: "epoch-0002")
    #expect(problem(place.path)?.code == "E0441")
    #expect(problem(place.path)?.help.first?.contains("epoch-0002' or '") == true)
    #expect(problem("\(place.path)/checkpoints/epoch-0001") == nil)
  }

  @Test func damagedCheckpoints() throws {
    try save(trained.saved[0], as: "epoch-0001")
    try save(trained.saved[1], as: "epoch-0002")
    let newest = "\(place.path)/checkpoints/epoch-0002"
    // One that cannot even be dated is left out, and said to be.
    try place.write(Array("{".utf8), to: "\(newest)/model.json")
    let run = try ResumableRun(at: place.path)
    #expect(run.checkpoint.training == trained.saved[0].training)
    #expect(run.warnings.map(\.code) == ["W0402"])
    #expect(run.warnings.allSatisfy { $0.severity == .warning })
    // The newest one itself must be whole.
    try save(trained.saved[1], as: "epoch-0002")
    try place.write([1, 2, 3], to: "\(newest)/model.safetensors")
    #expect(problem(place.path)?.code == "E0401")
    #expect(problem(place.path)?.help.last?.hasSuffix("checkpoints/epoch-0001") == true)
    // The next one is no help where it is damaged as well.
    try save(trained.saved[0], as: "epoch-0000")
    try place.write([1], to: "\(place.path)/checkpoints/epoch-0001/model.safetensors")
    #expect(problem(place.path)?.help.last?.hasSuffix("checkpoints/epoch-0000") == true)
    try FileManager.default.removeItem(atPath: "\(place.path)/checkpoints/epoch-0000")
    #expect(problem(place.path)?.help.contains { $0.contains("--resume") } == false)
    try FileManager.default.removeItem(atPath: "\(place.path)/checkpoints/epoch-0001")
    try place.write(Array("{".utf8), to: "\(newest)/model.json")
    #expect(problem(place.path)?.code == "E0412")
  }

  @Test func anInterruptedSaveIsRecovered() throws {
    try save(trained.saved[0], as: "best")
    try FileManager.default.removeItem(atPath: "\(place.path)/checkpoints/best/model.json")
    let run = try ResumableRun(at: place.path)
    #expect(run.checkpoint.training == trained.saved[0].training)
    #expect(run.warnings.map(\.code) == ["W0401"])
  }

  /// However long it may go on, the same training stops early again.
  @Test func aRunThatStoppedEarly() throws {
    try save(trained.saved[0], as: "epoch-0001")
    var end = trained.saved[1]
    end.training = nil
    _ = try end.save(to: place.path)
    for name in ["history.csv", "summary.json"] { try place.write([], to: "\(place.path)/\(name)") }
    let run = try ResumableRun(at: place.path)
    for epochs in [3, 9] {
      let error = #expect(throws: InputError.self) {
        try run.requireUnfinished(for: TrainingLength(epochs: epochs), stepsPerEpoch: 10)
      }
      #expect(error?.diagnostics.first?.message.contains("behind epoch 2") == true)
      #expect(error?.diagnostics.first?.help.first?.contains("stopped early") == true)
    }
  }

  @Test func theEndOfTheRun() throws {
    try save(trained.saved[1], as: "epoch-0002")
    var end = trained.saved[2]
    end.training = nil
    _ = try end.save(to: place.path)
    #expect(try ResumableRun(at: place.path).finished == nil)
    for name in ["history.csv", "summary.json"] { try place.write([], to: "\(place.path)/\(name)") }
    let run = try ResumableRun(at: place.path)
    #expect(run.finished?.history.count == 3)
    func help(_ length: TrainingLength) -> String? {
      do throws(InputError) {
        try run.requireUnfinished(for: length, stepsPerEpoch: 10)
        return nil
      } catch {
        #expect(error.diagnostics.map(\.code) == ["E0510"])
        return error.diagnostics.first?.help.first
      }
    }
    #expect(help(TrainingLength(epochs: 3))?.contains("after 3 epochs") == true)
    #expect(help(TrainingLength(epochs: 3))?.contains("--epochs") == true)
    #expect(help(TrainingLength(epochs: 3, steps: 1000))?.contains("--epochs") == true)
    #expect(help(TrainingLength(epochs: 9, steps: 25))?.contains("after 25 steps") == true)
    #expect(help(TrainingLength(epochs: 9, steps: 25))?.contains("--steps") == true)
    #expect(help(TrainingLength(epochs: 4)) == nil)
    #expect(help(TrainingLength(steps: 1000)) == nil)
    // The end of another run in the same folder is not this one's.
    _ = try TrainedCheckpoints().saved[2].save(to: place.path)
    #expect(try ResumableRun(at: place.path).finished == nil)
  }
}
