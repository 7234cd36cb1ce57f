import IR
import JSON
import Lowering
public import Source

extension SavedModel {
  /// The name of the file with all but the weights.
  static let documentName = "model.json"
  /// The name of the file with the weights.
  static let weightsName = "model.safetensors"
  /// A `model.json` may have as many bytes as this.
  static let documentLimit = 1 << 30

  /// Proves, before a long run, that a model can be saved in `folder`, which is made where it is
  /// missing.
  ///
  /// - Throws: E0410 where it cannot.
  public static func probe(folder: String) throws(InputError) {
    try AtomicWrite.probeWritable(folder: folder)
    for name in [documentName, weightsName] {
      let path = path(of: name, in: folder)
      guard FileKind(path: path) != .folder else {
        throw InputError("E0410", "a folder stands where the model's file must go", in: path)
      }
    }
  }

  /// Writes `model.json` and, where there are weights, `model.safetensors` into `folder`, which is
  /// made where it is missing; a checkpoint also writes what training goes on from.
  ///
  /// Whenever this is interrupted, what is in the folder can be loaded: the old model or this one.
  ///
  /// - Returns: the files' paths.
  /// - Throws: E0410 where they cannot be written; E0421 for weights that are not finite, which
  ///   could not be loaded again.
  public func save(to folder: String) throws(InputError) -> [String] {
    try Self.probe(folder: folder)
    let documentPath = Self.path(of: Self.documentName, in: folder)
    guard let weights else {
      try saveWithoutWeights(to: documentPath)
      return [documentPath]
    }
    let weightsPath = Self.path(of: Self.weightsName, in: folder)
    try checkWeights(at: .file(weightsPath))
    var document = try document()
    let record = try saveTraining(to: folder)
    document["checkpoint"] = record?.json
    let replaced = Self.runID(ofModelAt: documentPath)
    let bytes = WeightsFile(
      runID: runID, replacing: replaced == runID ? nil : replaced,
      document: Self.text(of: document),
      weights: weights
    ).serialized()
    document["blob"] = [
      "file": .string(Self.weightsName), "sha256": .string(SHA256.hexDigest(of: bytes)),
    ]
    try AtomicWrite.write(bytes, to: weightsPath)
    try AtomicWrite.write(Array(Self.text(of: document).utf8), to: documentPath)
    guard let record else { return [documentPath, weightsPath] }
    try Self.removeTraining(from: folder, but: record.file)
    return [documentPath, weightsPath, Self.path(of: record.file, in: folder)]
  }

  /// Writes the model without weights and results to one file.
  ///
  /// - Throws: E0410 where it cannot be written.
  public func saveWithoutWeights(to file: String) throws(InputError) {
    var model = self
    model.weights = nil
    try AtomicWrite.write(Array(Self.text(of: model.document()).utf8), to: file)
  }

  /// Checks that the weights are those of the model.
  ///
  /// - Throws: E0420 and E0421.
  func checkWeights(at place: Diagnostic.Place) throws(InputError) {
    guard let weights else { return }
    let graph = try Self.graph(of: model)
    let saved = graph.states.filter { $0.role != .optimizer }
    try weights.check(
      against: saved.map { ($0.name, graph.type(of: $0.value).shape) }, at: place)
  }

  /// The path of a file in a folder.
  static func path(of name: String, in folder: String) -> String {
    folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
  }

  /// The run that the model at `path` is from, as far as that can be said.
  private static func runID(ofModelAt path: String) -> String? {
    guard let bytes = try? readFile(path, limit: documentLimit, code: "E0411") else { return nil }
    return (try? JSON.parse(bytes))?["run_id"]?.stringValue
  }

  private static func text(of document: JSONObject) -> String {
    JSON.object(document).serialized(pretty: true) + "\n"
  }
}
