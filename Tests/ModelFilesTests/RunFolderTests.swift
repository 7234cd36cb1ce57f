import Execution
import Foundation
import Kernels
import Source
import Syntax
import Testing
import Training

@testable import ModelFiles

@Suite struct RunFolderTests {
  private static let summary = """
    {"parameters": 9, "test_loss": 0.5, "test_accuracy": null, "stopped_early": true,
     "kept_epoch": 2}
    """

  /// The folder of a run, without weights, which nothing here reads.
  private func folder(_ changes: (ModelFolder) throws -> Void = { _ in }) throws -> ModelFolder {
    let folder = try ModelFolder(TrainedNetwork().saved())
    try folder.write(Array("epoch\n".utf8), to: folder.path + "/history.csv")
    try folder.write(Array(Self.summary.utf8), to: folder.path + "/summary.json")
    try FileManager.default.removeItem(atPath: folder.weights)
    try changes(folder)
    return folder
  }

  @Test func readsWhatARunLeft() throws {
    let place = try folder()
    let run = try RunFolder(reading: place.path)
    #expect(
      run.layers == [
        "dense 8 relu l2=0.001", "batchnorm", "dropout 0.2", "dense 5 tanh", "softmax 3",
      ])
    func setting(_ name: String) -> String? { run.settings.first { $0.name == name }?.value }
    #expect(setting("data") == "made up")
    #expect(setting("input") == "4x3")
    #expect(setting("optimizer") == "adam lr=0.02")
    #expect(setting("loss") == "cross_entropy")
    // What the command line changed is not what the source says.
    #expect(setting("epochs") == "3")
    #expect(setting("batch") == "16")
    #expect(setting("l1") == "0.0001")
    #expect(setting("threads") == "2")
    #expect(setting("learning_rate") == nil)
    #expect(Set(run.settings.map(\.name)).count == run.settings.count)
    #expect(run.history.bytes == Array("epoch\n".utf8))
    #expect(
      run.summary
        == RunFolder.Summary(
          parameters: 9, testLoss: 0.5, testAccuracy: nil, hasStoppedEarly: true, keptEpoch: 2))
  }

  @Test(arguments: [
    ("dense 300 relu", "dense 3e2   relu"),
    (
      "optimizer adam beta1=0.5 lr=0.001",
      "optimizer adam beta1=5e-1 lr=1e-3"
    ),
    ("let width = 3", "let width = 3.0"),
    ("repeat 2 { dense 3; relu }", "repeat 2 {dense 3\nrelu}"),
    ("dense 3 init=normal(0.01)", "dense 3 init=normal(1e-2)"), ("input 28x28", "input 28x28"),
  ]) func oneSpelling(canonical: String, written: String) throws {
    for text in [canonical, written] {
      let statement = try #require(
        parse(SourceText(name: "m.nn", text)).program.statements.first)
      let isDefinition = statement.name.text == "let"
      #expect(
        statement.canonicalText
          == (isDefinition ? canonical.replacing(" = ", with: "=") : canonical))
    }
  }

  private func problem(_ path: String) -> Diagnostic? {
    do throws(InputError) {
      _ = try RunFolder(reading: path)
      return nil
    } catch {
      return error.diagnostics.first
    }
  }

  @Test func whatIsNoRun() throws {
    let place = try folder()
    #expect(problem(place.path + "/absent")?.message.contains("no such folder") == true)
    #expect(problem(place.document)?.message.contains("not a folder") == true)
    #expect(problem(place.document)?.code == "E0430")
    for name in ["history.csv", "summary.json", "model.json"] {
      let lacking = try folder { folder in
        try FileManager.default.removeItem(atPath: "\(folder.path)/\(name)")
      }
      #expect(problem(lacking.path)?.message == "the folder is no run: it lacks '\(name)'")
    }
  }

  @Test func whatIsDamaged() throws {
    let summaries: [(text: String, code: String, message: String)] = [
      ("{", "E0412", "not valid JSON"), ("{}", "E0414", "the summary lacks 'parameters'"),
      (Self.summary.replacing("true", with: "1"), "E0414", "'stopped_early' must be true or false"),
      (Self.summary.replacing("9,", with: "-9,"), "E0414", "'parameters' must be a whole number"),
      (Self.summary.replacing(": 2", with: ": 0"), "E0414", "'kept_epoch' must be"),
    ]
    for summary in summaries {
      let place = try folder { folder in
        try folder.write(Array(summary.text.utf8), to: folder.path + "/summary.json")
      }
      #expect(problem(place.path)?.code == summary.code)
      #expect(problem(place.path)?.message.contains(summary.message) == true)
    }
    let source = try folder { folder in
      try folder.replace("dense 5 tanh", by: "dense 5 = tanh")
    }
    #expect(problem(source.path)?.code == "E0415")
    let other = try folder { folder in try folder.replace("nnc-model", by: "other") }
    #expect(problem(other.path)?.code == "E0413")
  }

  @Test func tensorsOfASavedModel() throws {
    let trained = try TrainedNetwork()
    let tensors = try trained.saved().tensors()
    #expect(tensors.first?.name == "dense1.weight")
    for tensor in tensors {
      let matrix = try #require(trained.network.states[tensor.name])
      #expect(tensor.values == matrix.values(as: Float.self))
      #expect(tensor.shape.reduce(1, *) == tensor.values.count)
    }
    let compiled = SavedModel(compiled: trained.network.model, threads: 1)
    let error = #expect(throws: InputError.self) { try compiled.tensors() }
    #expect(error?.diagnostics.first?.code == "E0422")
  }
}
