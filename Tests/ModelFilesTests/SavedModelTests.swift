import Datasets
import Execution
import Foundation
import JSON
import Kernels
import Lowering
import Passes
import Source
import Testing
import Training

@testable import ModelFiles

@Suite struct SavedModelTests {
  @Test func roundTripIsExact() throws {
    let trained = try TrainedNetwork()
    let saved = try trained.saved()
    let folder = try ModelFolder()
    let deep = "\(folder.path)/a/b"
    #expect(try saved.save(to: deep) == ["\(deep)/model.json", "\(deep)/model.safetensors"])
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: deep).sorted()
        == ["model.json", "model.safetensors"])
    for path in [deep, "\(deep)/", "\(deep)/model.json"] {
      let (loaded, warnings) = try SavedModel.load(path)
      #expect(warnings.isEmpty)
      let network = try TrainedNetwork.restored(loaded)
      #expect(try network.evaluate(trained.rows) == trained.network.evaluate(trained.rows))
      #expect(try network.evaluate(trained.rows) == loaded.testScore)
      #expect(try network.predict(trained.rows) == trained.network.predict(trained.rows))
    }
    let loaded = try SavedModel.load(deep).model
    #expect(loaded.model.source == SourceText(name: "tiny.nn", TrainedNetwork.source))
    #expect(loaded.model.inputShape == [4, 3])
    #expect(loaded.model.settings == trained.network.model.settings)
    #expect(loaded.model.settings.length.epochs == 3)
    #expect(loaded.history == trained.history)
    #expect(loaded.history.count == 1)
    #expect(loaded.classNames == ["a", "b", "ß"])
    #expect(loaded.dataset == "made up")
    #expect(loaded.runID == saved.runID)
    #expect(loaded.level == .full)
    #expect(loaded.evaluationRows == Network.defaultEvaluationRows)
    #expect(loaded.environment == saved.environment)
    #expect(loaded.environment.blas == BLAS.version)
    #expect(loaded.environment.threads == 2)
  }

  @Test func aLoadedModelIsSavedToTheSameBytes() throws {
    let one = try ModelFolder(TrainedNetwork().saved())
    let other = try ModelFolder(SavedModel.load(one.path).model)
    #expect(try one.read(one.document) == other.read(other.document))
    #expect(try one.read(one.weights) == other.read(other.weights))
  }

  @Test func overriddenSettingsWinOverTheSource() throws {
    let trained = try TrainedNetwork(seed: .max)
    var saved = try trained.saved()
    saved.level = .basic
    saved.dataset = nil
    saved.testScore = nil
    let folder = try ModelFolder(saved)
    let loaded = try SavedModel.load(folder.path).model
    #expect(loaded.model.settings.seed == .max)
    #expect(loaded.level == .basic)
    #expect(loaded.dataset == nil)
    #expect(loaded.testScore == nil)
  }

  @Test func nullsInTheHistoryStay() throws {
    var saved = try TrainedNetwork().saved()
    saved.history = [
      EpochRecord(
        epoch: 1, trainLoss: 0.1, trainDataLoss: 1e-300, trainAccuracy: nil, validLoss: nil,
        validAccuracy: nil, learningRate: 0.001, seconds: 0),
      EpochRecord(
        epoch: 2, trainLoss: 1, trainDataLoss: -0.0, trainAccuracy: 1, validLoss: 3,
        validAccuracy: 0, learningRate: 0.001, seconds: 1e9),
    ]
    let folder = try ModelFolder(saved)
    #expect(try SavedModel.load(folder.path).model.history == saved.history)
  }

  @Test(arguments: [
    InputRange(areBytes: true, low: 0, high: 1), InputRange(areBytes: false, low: -0.1, high: 1e30),
  ])
  func theRangeOfTheRowsStays(range: InputRange) throws {
    var saved = try TrainedNetwork().saved()
    saved.inputRange = range
    let folder = try ModelFolder(saved)
    #expect(try SavedModel.load(folder.path).model.inputRange == range)
    let stored = try JSON.parse(folder.read(folder.document))["input"]?["stored"]
    #expect(stored == (range.areBytes ? "bytes" : "floats"))
  }

  @Test func theDocumentSaysWhatItShould() throws {
    let folder = try ModelFolder(TrainedNetwork().saved())
    let document = try JSON.parse(folder.read(folder.document))
    #expect(
      document.objectValue?.keys == [
        "format", "format_version", "nnc_version", "run_id", "source", "input", "classes",
        "dataset", "table", "data", "from", "training", "level", "evaluation_rows", "environment",
        "graph",
        "history",
        "test_loss", "test_accuracy", "blob",
      ])
    #expect(document["format"] == "nnc-model")
    #expect(document["input"] == ["shape": [4, 3], "scaling": "bytes / 255"])
    #expect(
      document["training"] == [
        "optimizer": "adam", "learning_rate": 0.02, "loss": "cross_entropy", "batch": 16,
        "epochs": 3, "steps": nil, "seed": 5, "l1": 0.0001, "l2": 0.0,
      ])
    #expect(
      document["source"]?["lines"]?.arrayValue?[1] == "dense 8 relu l2=1e-3; batchnorm; dropout 0.2"
    )
    #expect(document["graph"]?.arrayValue?.first == "graph inference seed=5 {")
    #expect(document["blob"]?["file"] == "model.safetensors")
    #expect(
      document["blob"]?["sha256"]?.stringValue
        == SHA256.hexDigest(of: try folder.read(folder.weights)))
    let keys = document["history"]?.arrayValue?.first?.objectValue?.keys
    #expect(
      keys == [
        "epoch", "train_loss", "train_data_loss", "train_accuracy", "valid_loss",
        "valid_accuracy", "learning_rate", "seconds",
      ])
  }

  @Test func theWeightsAreNamedAndShaped() throws {
    let folder = try ModelFolder(TrainedNetwork().saved())
    let content = try Safetensors(reading: folder.read(folder.weights), name: "weights")
    let shapes = Dictionary(uniqueKeysWithValues: content.tensors.map { ($0.name, $0.shape) })
    #expect(
      shapes == [
        "dense1.weight": [12, 8], "dense1.bias": [8], "batchnorm1.gamma": [8],
        "batchnorm1.beta": [8], "batchnorm1.mean": [8], "batchnorm1.variance": [8],
        "dense2.weight": [8, 5], "dense2.bias": [5], "softmax1.weight": [5, 3],
        "softmax1.bias": [3],
      ])
    #expect(content.tensors.allSatisfy { $0.dataType == .f32 })
  }

  @Test func runIDsAreRandom() {
    let names = (0..<100).map { _ in SavedModel.newRunID() }
    #expect(Set(names).count == 100)
    #expect(names.allSatisfy { $0.utf8.count == 32 && $0.allSatisfy(\.isHexDigit) })
  }

  @Test func compiledModelsHaveNoWeights() throws {
    let folder = try ModelFolder()
    let path = "\(folder.path)/compiled.json"
    let trained = try TrainedNetwork()
    try trained.saved().saveWithoutWeights(to: path)
    let document = try JSON.parse(folder.read(path))
    for key in ["history", "blob", "test_loss", "test_accuracy"] { #expect(document[key] == nil) }
    let (loaded, warnings) = try SavedModel.load(path)
    #expect(warnings.isEmpty)
    #expect(!loaded.hasWeights)
    #expect(loaded.model.settings == trained.network.model.settings)
    let error = #expect(throws: InputError.self) {
      try loaded.restore(into: trained.network.states)
    }
    #expect(error?.diagnostics.first?.code == "E0422")
    #expect(try loaded.save(to: folder.path) == [folder.document])
    #expect(try folder.folder.content == ["compiled.json", "model.json"])
  }

  @Test func restoringIntoAnotherNetworkIsRefusedAndChangesNothing() throws {
    let saved = try TrainedNetwork().saved()
    let other = try TrainedNetwork(source: "dense 8 relu; softmax 4")
    let before = try other.network.predict(other.rows)
    let error = #expect(throws: InputError.self) { try saved.restore(into: other.network.states) }
    let messages = error?.diagnostics.map(\.message) ?? []
    #expect(error?.diagnostics.allSatisfy { $0.code == "E0420" } == true)
    #expect(messages.contains("the model has no tensor 'batchnorm1.gamma'"))
    #expect(
      messages.contains("tensor 'softmax1.weight' is F32 [5, 3], but the model's is F32 [8, 4]"))
    #expect(try other.network.predict(other.rows) == before)
  }

  @Test func weightsThatAreNotFiniteAreNotSaved() throws {
    for value in [Float.nan, .infinity, -.infinity] {
      let trained = try TrainedNetwork()
      let folder = try ModelFolder()
      trained.network.states["dense2.bias"]?[3] = Double(value)
      let saved = try trained.saved()
      let error = #expect(throws: InputError.self) { try saved.save(to: folder.path) }
      #expect(error?.diagnostics.map(\.code) == ["E0421"])
      #expect(error?.diagnostics.first?.message.contains("'dense2.bias'") == true)
      #expect(error?.diagnostics.first?.message.contains("index 3") == true)
      #expect(try folder.folder.content == [])
    }
  }
}
