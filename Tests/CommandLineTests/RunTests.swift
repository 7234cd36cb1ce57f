import Foundation
import JSON
import Testing

/// `nnc run` and `nnc predict`, from text to a saved network and back.
@Suite struct RunTests {
  private let model = "dense 12 relu; batchnorm; dropout 0.1; softmax 3; batch 16; epochs 4"

  @Test func trainsSavesAndGivesTheSameFiguresWhenLoaded() throws {
    let place = try Workplace()
    try place.writeData()
    try place.write("m.nn", model)
    let trained = try place.nnc(
      "run", "m.nn", "--data", "./data", "--valid", "0.2", "--out", "o", "--format", "json")
    #expect(trained.status == 0, "\(trained.errors)")
    let json = try trained.json()
    let epochs = try #require(json["epochs"]?.arrayValue)
    #expect(epochs.count == 4)
    for key in ["train_loss", "train_accuracy", "valid_loss", "valid_accuracy", "seconds"] {
      #expect(epochs.allSatisfy { $0[key]?.doubleValue != nil }, "\(key)")
    }
    #expect(epochs.map { $0["epoch"]?.intValue } == [1, 2, 3, 4])
    let first = try #require(epochs.first?["train_loss"]?.doubleValue)
    let last = try #require(epochs.last?["train_loss"]?.doubleValue)
    #expect(last < first)
    #expect(
      json["files"]?.arrayValue?.map(\.stringValue) == [
        "o/model.json", "o/model.safetensors", "o/history.csv", "o/summary.json",
      ])
    // 36 x 12 + 12, four vectors of 12, 12 x 3 + 3.
    #expect(json["parameters"]?.intValue == 531)
    #expect(json["seed"]?.intValue == 1)

    for path in ["o", "o/model.json"] {
      let loaded = try place.nnc("run", path, "--data", "./data", "--format", "json")
      #expect(loaded.status == 0, "\(loaded.errors)")
      let again = try loaded.json()
      #expect(again["test_loss"] == json["test_loss"])
      #expect(again["test_accuracy"] == json["test_accuracy"])
    }
  }

  @Test func predictsClassesAndProbabilities() throws {
    let place = try Workplace()
    try place.writeData()
    try place.write("m.nn", model)
    #expect(try place.nnc("run", "m.nn", "--data", "./data", "--out", "o").status == 0)
    let outcome = try place.nnc(
      "predict", "o", "--data", "./data", "--limit", "5", "--format", "json")
    let predictions = try #require(try outcome.json()["predictions"]?.arrayValue)
    #expect(predictions.count == 5)
    for prediction in predictions {
      let probabilities = try #require(prediction["probabilities"]?.arrayValue).compactMap(
        \.doubleValue)
      #expect(probabilities.count == 3)
      #expect(abs(probabilities.reduce(0, +) - 1) < 1e-6)
      let largest = probabilities.indices.max { probabilities[$0] < probabilities[$1] }
      #expect(prediction["class"]?.intValue == largest)
    }
    #expect(
      try place.nnc("predict", "o", "--data", "./data", "--limit", "2").output.contains("class"))
  }

  @Test(arguments: [1, 2, 3]) func givesTheSameBitsTwice(threads: Int) throws {
    let place = try Workplace()
    try place.writeData()
    try place.write("m.nn", model)
    func figures(_ out: String) throws -> [JSON?] {
      let outcome = try place.nnc(
        "run", "m.nn", "--data", "./data", "--out", out, "--threads", "\(threads)", "--format",
        "json")
      let json = try outcome.json()
      return [json["test_loss"], json["test_accuracy"]]
        + (json["epochs"]?.arrayValue ?? []).map { $0["train_loss"] }
    }
    let first = try figures("a")
    #expect(first.count == 6)
    #expect(try figures("b") == first)
    func weights(_ out: String) throws -> Data {
      // The header differs by the run's id; the tensors behind it must not.
      try Data(contentsOf: URL(fileURLWithPath: "\(place.folder)/\(out)/model.safetensors")).suffix(
        531 * 4)
    }
    #expect(try weights("a") == weights("b"))
  }

  @Test func savesInAFolderOfItsOwnUnlessToldNotTo() throws {
    let place = try Workplace()
    try place.writeData()
    try place.write("m.nn", model)
    let saved = try place.nnc("run", "m.nn", "--data", "./data", "--steps", "2", "--format", "json")
    let files = try #require(try saved.json()["files"]?.arrayValue).compactMap(\.stringValue)
    #expect(files.count == 4)
    #expect(files.allSatisfy { $0.hasPrefix("runs/m-") })
    #expect(files.allSatisfy { FileManager.default.fileExists(atPath: place.folder + "/" + $0) })
    let unsaved = try place.nnc(
      "run", "m.nn", "--data", "./data", "--steps", "2", "--no-save", "--format", "json")
    #expect(try unsaved.json()["files"]?.arrayValue?.isEmpty == true)
  }

  @Test func stopsWhereTheLossIsNoNumber() throws {
    let place = try Workplace()
    try place.writeData()
    try place.write("m.nn", "dense 50 relu; dense 50 relu; softmax 3; optimizer sgd lr=1e30")
    let outcome = try place.nnc("run", "m.nn", "--data", "./data", "--out", "o")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("E0501"))
    #expect(outcome.errors.contains("epoch 1, step"))
    #expect(outcome.errors.contains("lower the learning rate"))
  }

  @Test func findsAnUnwritableFolderBeforeTraining() throws {
    let place = try Workplace()
    try place.writeData()
    try place.write("m.nn", model)
    try place.write("taken", "a file")
    let outcome = try place.nnc("run", "m.nn", "--data", "./data", "--out", "taken/o")
    #expect(outcome.status == 1)
    #expect(!outcome.errors.contains("epoch 1"))
    #expect(outcome.errors.contains("taken"))

    // A folder in the way of the file itself is found as early.
    try FileManager.default.createDirectory(
      atPath: place.folder + "/p/model.json", withIntermediateDirectories: true)
    let blocked = try place.nnc("run", "m.nn", "--data", "./data", "--out", "p")
    #expect(blocked.status == 1)
    #expect(!blocked.errors.contains("epoch 1"))
    #expect(blocked.errors.contains("p/model.json"))
  }

  /// Every model for users compiles and trains, here on made-up rows of Fashion-MNIST's size.
  @Test func runsEveryModelForUsers() throws {
    let place = try Workplace()
    try place.writeData("data", side: 28, classes: 10, rows: 400)
    let folder = Program.root + "/models"
    let models = try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".nn") }.sorted()
    #expect(models.count >= 8)
    for model in models {
      let path = "\(folder)/\(model)"
      let data = model == "iris.nn" ? "iris" : "./data"
      let compiled = try place.nnc("compile", path, "--data", data, "--format", "json")
      #expect(compiled.status == 0, "\(model): \(compiled.errors)")
      let memory = try compiled.json()["memory"]
      let planned = try #require(memory?["planned_bytes"]?.doubleValue)
      let bound = try #require(memory?["lower_bound_bytes"]?.doubleValue)
      #expect(planned <= 1.1 * bound, "\(model) plans \(planned) bytes, the bound is \(bound)")
      for threads in ["1", "2"] {
        let outcome = try place.nnc(
          "run", path, "--data", data, "--valid", "20", "--steps", "3", "--no-save", "--threads",
          threads, "--format", "json")
        #expect(outcome.status == 0, "\(model): \(outcome.errors)")
        #expect(try outcome.json()["test_loss"]?.doubleValue?.isFinite == true)
      }
    }
  }
}
