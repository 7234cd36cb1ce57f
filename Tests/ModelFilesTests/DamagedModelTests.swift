import Foundation
import JSON
import Lowering
import Source
import Testing
import Training

@testable import ModelFiles

@Suite struct DamagedModelTests {
  let saved: SavedModel

  init() throws { saved = try TrainedNetwork().saved() }

  /// The file's name, line and text of the place that a problem points at.
  private func place(_ problem: Diagnostic?) -> (file: String, line: Int, text: String)? {
    guard case .text(let source, let range)? = problem?.place else { return nil }
    return (source.name, source.position(of: range.start).line, source.text(in: range))
  }

  // MARK: Files

  @Test func filesThatAreNotThere() throws {
    let folder = try ModelFolder()
    for path in [folder.path, folder.document, "\(folder.path)/nothing", ""] {
      let error = #expect(throws: InputError.self, "\(path)") { try SavedModel.load(path) }
      #expect(error?.diagnostics.first?.code == "E0411")
      let reason = path.isEmpty ? "its name is empty" : "No such file"
      #expect(error?.diagnostics.first?.message.contains(reason) == true)
    }
  }

  @Test func missingWeights() throws {
    let folder = try ModelFolder(saved)
    try FileManager.default.removeItem(atPath: folder.weights)
    let problem = folder.problems().first
    #expect(problem?.code == "E0416")
    #expect(problem?.place == .file(folder.weights))
    #expect(problem?.help == ["'\(folder.document)' needs it beside itself"])
  }

  @Test func foldersInTheFilesPlaces() throws {
    for file in ["model.json", "model.safetensors"] {
      let folder = try ModelFolder(saved)
      let path = "\(folder.path)/\(file)"
      try FileManager.default.removeItem(atPath: path)
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      let problem = folder.problems().first
      #expect(problem?.code == "E0411")
      #expect(problem?.message == "this is a folder, not a file")
      #expect(problem?.place == .file(path))
    }
  }

  @Test func devicesAreNoModels() {
    let error = #expect(throws: InputError.self) { try SavedModel.load("/dev/zero") }
    #expect(error?.diagnostics.first?.message == "this is a device or a pipe, not a file")
  }

  @Test(.enabled(if: NSUserName() != "root", "the superuser may read everything"))
  func unreadableFiles() throws {
    for file in ["model.json", "model.safetensors"] {
      let folder = try ModelFolder(saved)
      try FileManager.default.setAttributes(
        [.posixPermissions: 0], ofItemAtPath: "\(folder.path)/\(file)")
      #expect(folder.problems().first?.code == "E0411")
      #expect(folder.problems().first?.message.contains("Permission denied") == true)
    }
  }

  // MARK: The document

  @Test func everyCutOfTheDocument() throws {
    let folder = try ModelFolder(saved)
    let whole = try folder.read(folder.document)
    for length in stride(from: 0, to: whole.count - 1, by: 97) {
      try folder.write(Array(whole.prefix(length)), to: folder.document)
      let problem = folder.problems().first
      #expect(problem?.code == "E0412")
      #expect(place(problem)?.file == folder.document)
      #expect(problem?.message.contains("the file is not valid JSON") == true)
    }
  }

  /// One byte is altered: that is found, or means the same.
  @Test func alteredBytesOfTheDocument() throws {
    let folder = try ModelFolder(saved)
    let whole = try folder.read(folder.document)
    let value = try JSON.parse(whole)
    for place in stride(from: 0, to: whole.count, by: 11) {
      var altered = whole
      altered[place] = whole[place] == UInt8(ascii: "1") ? UInt8(ascii: "2") : UInt8(ascii: "1")
      try folder.write(altered, to: folder.document)
      let problems = folder.problems()
      let context = String(
        decoding: altered[max(0, place - 30)..<min(altered.count, place + 30)], as: UTF8.self)
      #expect(!problems.isEmpty || (try? JSON.parse(altered)) == value, "at \(place): \(context)")
    }
  }

  @Test func jsonThatIsNoModel() throws {
    let folder = try ModelFolder(saved)
    for text in ["[1, 2]", "{}", "\"nnc-model\"", #"{"format": "onnx"}"#, "null"] {
      try folder.write(Array(text.utf8), to: folder.document)
      #expect(folder.problems().map(\.code) == ["E0413"])
    }
    try folder.write(Array("input 4\nsoftmax 2\n".utf8), to: folder.document)
    let problem = folder.problems().first
    #expect(problem?.code == "E0412")
    #expect(place(problem)?.line == 1)
  }

  @Test func newerVersions() throws {
    let folder = try ModelFolder(saved)
    try folder.replace("\"format_version\": 1", by: "\"format_version\": 2")
    let problem = folder.problems().first
    #expect(problem?.code == "E0413")
    #expect(problem?.message == "the file is of format version 2; this nnc reads version 1")
    #expect(place(problem)?.text == "2")
    #expect(place(problem)?.line == 3)
  }

  /// What no weights vouch for is checked member by member.
  @Test func membersOfACompiledModel() throws {
    let cases: [(path: [JSONStep], value: JSON?, code: String, message: String)] = [
      ([.key("run_id")], nil, "E0414", "the model lacks 'run_id'"),
      ([.key("run_id")], "xyz", "E0414", "'run_id' must be 32"),
      ([.key("source")], [], "E0414", "'source' must be an object"),
      ([.key("source"), .key("lines")], ["rleu 3"], "E0415", "unknown layer"),
      ([.key("source"), .key("lines")], ["dense 3", 4], "E0414", "'source.lines' must be a list"),
      ([.key("source"), .key("lines")], ["softmax 3"], "E0415", "'training.learning_rate' is not"),
      ([.key("source"), .key("name")], nil, "E0414", "'source' lacks 'name'"),
      ([.key("input"), .key("shape")], [4, 4], "E0415", "the saved graph is not"),
      ([.key("input"), .key("shape")], [], "E0414", "'input.shape' must be"),
      ([.key("input"), .key("shape")], [0], "E0414", "'input.shape[0]' must be a whole number"),
      ([.key("input"), .key("shape")], [2.5], "E0414", "'input.shape[0]' must be a whole number"),
      (
        [.key("input"), .key("shape")], [65536, 65536], "E0414",
        "'input.shape[1]' must be a whole number from 1 to 32767"
      ),
      ([.key("input"), .key("range")], [0, 1], "E0414", "'input' lacks 'stored'"),
      ([.key("input"), .key("scaling")], "none", "E0414", "'input.scaling' must be"),
      ([.key("classes")], ["a", 1], "E0414", "'classes' must be a list of strings"),
      ([.key("dataset")], 1, "E0414", "'dataset' must be a string"),
      ([.key("training"), .key("batch")], 0, "E0414", "'training.batch' must be a whole number"),
      ([.key("training"), .key("batch")], "half", "E0414", "'training.batch' must be"),
      ([.key("training"), .key("epochs")], -1, "E0414", "'training.epochs' must be"),
      ([.key("training"), .key("seed")], 1.5, "E0414", "'training.seed' must be"),
      ([.key("training"), .key("seed")], 6, "E0415", "the saved graph is not"),
      ([.key("training"), .key("optimizer")], "sgd", "E0415", "'training.optimizer' is not"),
      ([.key("training"), .key("l1")], 0.5, "E0415", "'training.l1' is not"),
      ([.key("training"), .key("l2")], "x", "E0414", "'training.l2' must be a number of at least"),
      ([.key("level")], 3, "E0414", "'level' must be a whole number from 0 to 2"),
      ([.key("evaluation_rows")], 0, "E0414", "'evaluation_rows' must be"),
      ([.key("environment"), .key("threads")], 0, "E0414", "'environment.threads' must be"),
      ([.key("environment"), .key("threads")], 100_000, "E0414", "'environment.threads' must be"),
      ([.key("environment"), .key("blas")], nil, "E0414", "'environment' lacks 'blas'"),
      ([.key("graph")], ["graph"], "E0415", "the saved graph is not"),
      ([.key("graph")], "graph", "E0414", "'graph' must be a list of strings"),
    ]
    let folder = try ModelFolder()
    try saved.saveWithoutWeights(to: folder.document)
    let whole = try JSON.parse(folder.read(folder.document))
    for (path, value, code, message) in cases {
      let altered = whole.replacing(path[...], by: value).serialized(pretty: true)
      try folder.write(Array(altered.utf8), to: folder.document)
      let problem = folder.problems().first
      #expect(problem?.code == code, "\(path)")
      #expect(problem?.message.contains(message) == true, "\(path): \(problem?.message ?? "")")
      #expect(place(problem)?.file == folder.document, "\(path)")
    }
  }

  @Test func settingsCanBeFull() throws {
    let folder = try ModelFolder()
    try saved.saveWithoutWeights(to: folder.document)
    try folder.replace("\"batch\": 16", by: "\"batch\": \"full\"")
    #expect(try SavedModel.load(folder.path).model.model.settings.batch == .full)
  }

  @Test func anAlteredGraphIsPointedAt() throws {
    let folder = try ModelFolder()
    try saved.saveWithoutWeights(to: folder.document)
    try folder.replace("epsilon=1e-05", by: "epsilon=1e-06")
    let problem = folder.problems().first
    #expect(problem?.code == "E0415")
    #expect(place(problem)?.text.contains("epsilon=1e-06") == true)
    #expect(problem?.help == ["the file was altered after it was written"])
    try folder.replace("\"nnc_version\": \"0.1.0\"", by: "\"nnc_version\": \"0.0.9\"")
    #expect(folder.problems().first?.help == ["it was written by nnc 0.0.9, this is nnc 0.1.0"])
  }

  @Test func anAlteredDocumentIsNotWhatWasSavedWithTheWeights() throws {
    let alterations = [
      ("\"epoch\": 1,", "\"epoch\": 2,"), ("\"ß\"", "\"x\""),
      ("\"dataset\": \"made up\"", "\"dataset\": null"), ("\"epochs\": 3", "\"epochs\": 4"),
      ("\"format\"", "\"more\": 1,\"format\""),
    ]
    for (old, new) in alterations {
      let folder = try ModelFolder(saved)
      try folder.replace(old, by: new)
      let problem = folder.problems().first
      #expect(problem?.code == "E0419", "\(new)")
      #expect(place(problem)?.file == folder.document)
    }
    let folder = try ModelFolder(saved)
    try folder.replace("\"epochs\": 3", by: "\"epochs\": 4")
    #expect(place(folder.problems().first)?.text == "4")
  }

  @Test func theNameOfTheWeightsStaysInTheFolder() throws {
    for name in ["", ".", "..", "../model.safetensors", "/etc/passwd", "a/b"] {
      let folder = try ModelFolder(saved)
      try folder.replace("\"file\": \"model.safetensors\"", by: "\"file\": \"\(name)\"")
      #expect(folder.problems().first?.code == "E0414", "\(name)")
    }
  }

  // MARK: The weights

  @Test func cutWeights() throws {
    let folder = try ModelFolder(saved)
    let whole = try folder.read(folder.weights)
    for length in stride(from: 0, to: whole.count, by: 211) {
      try folder.write(Array(whole.prefix(length)), to: folder.weights)
      let problem = folder.problems().first
      #expect(["E0401", "E0404"].contains(problem?.code))
      #expect(problem?.place == .file(folder.weights))
    }
    try folder.write(whole + [0], to: folder.weights)
    #expect(folder.problems().map(\.code) == ["E0404"])
  }

  @Test func alteredBytesOfTheWeights() throws {
    let folder = try ModelFolder(saved)
    let whole = try folder.read(folder.weights)
    for place in stride(from: 0, to: whole.count, by: 53) {
      var altered = whole
      altered[place] ^= 2
      try folder.write(altered, to: folder.weights)
      let problem = folder.problems().first
      #expect(problem?.severity == .error, "\(place)")
      #expect(problem?.place == .file(folder.weights))
    }
  }

  @Test func weightsOfAnotherModel() throws {
    let folder = try ModelFolder(saved)
    let other = try ModelFolder(TrainedNetwork(seed: 8).saved())
    try folder.write(other.read(other.weights), to: folder.weights)
    let problem = folder.problems().first
    #expect(problem?.code == "E0417")
    #expect(problem?.place == .file(folder.weights))
  }

  @Test func weightsThatAreNotOfThisProgram() throws {
    let folder = try ModelFolder(saved)
    let foreign = Safetensors(
      metadata: ["format": "pt"], tensors: saved.weights?.tensors.tensors ?? [])
    try folder.write(foreign.serialized(), to: folder.weights)
    #expect(folder.problems().map(\.code) == ["E0418"])
    try FileManager.default.removeItem(atPath: folder.document)
    #expect(folder.problems().map(\.code) == ["E0418"])
  }

  /// Files that agree with each other, but not with the model that they describe.
  @Test func tensorsThatAreNotTheModels() throws {
    typealias Tensor = Safetensors.Tensor
    let tensors = try #require(saved.weights?.tensors.tensors)
    let bias = try #require(tensors.firstIndex { $0.name == "dense2.bias" })
    var renamed = tensors
    renamed[bias] = Tensor(name: "dense9.bias", shape: [5], [Float](repeating: 0, count: 5))
    var reshaped = tensors
    reshaped[bias] = Tensor(name: "dense2.bias", shape: [1, 5], [Float](repeating: 0, count: 5))
    var retyped = tensors
    retyped[bias] = Tensor(name: "dense2.bias", shape: [5], [Double](repeating: 0, count: 5))
    var infinite = tensors
    infinite[bias] = Tensor(name: "dense2.bias", shape: [5], [0, 1, 2, 3, Float.infinity])
    let cases: [([Tensor], [String], String)] = [
      (renamed, ["E0420", "E0420"], "lack tensor 'dense2.bias'"),
      (reshaped, ["E0420"], "F32 [1, 5], but the model's is F32 [5]"),
      (retyped, ["E0420"], "F64 [5], but"),
      (infinite, ["E0421"], "'dense2.bias' holds a number that is not finite, at index 4"),
    ]
    for (tensors, codes, message) in cases {
      let folder = try ModelFolder()
      var document = try saved.document()
      let text = JSON.object(document).serialized(pretty: true)
      let weights = Weights(Safetensors(tensors: tensors))
      let bytes = WeightsFile(
        runID: saved.runID, replacing: nil, document: text, weights: weights
      ).serialized()
      try folder.write(bytes, to: folder.weights)
      document["blob"] = [
        "file": "model.safetensors", "sha256": .string(SHA256.hexDigest(of: bytes)),
      ]
      try folder.write(Array(JSON.object(document).serialized().utf8), to: folder.document)
      let problems = folder.problems()
      #expect(problems.map(\.code) == codes)
      #expect(problems.first?.message.contains(message) == true)
      #expect(problems.first?.place == .file(folder.weights))
    }
  }
}

extension JSON {
  /// The value with another one, or none, at the end of a path.
  fileprivate func replacing(_ path: ArraySlice<JSONStep>, by new: JSON?) -> JSON {
    guard case .key(let key)? = path.first, var members = objectValue else { return new ?? .null }
    members[key] =
      path.count == 1
      ? new : members[key]?.replacing(path.dropFirst(), by: new)
    return .object(members)
  }
}
