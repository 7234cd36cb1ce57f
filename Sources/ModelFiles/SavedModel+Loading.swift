import JSON
public import Source
import Training

extension SavedModel {
  /// Loads a model and checks everything about it.
  ///
  /// Weights that were saved when a save was interrupted bring their own copy of `model.json`,
  /// which is used then, with a warning.
  ///
  /// - Parameter path: a `model.json`, or the folder that holds it and `model.safetensors`.
  /// - Returns: the model and warnings.
  /// - Throws: E0411 for files that are missing or cannot be read, E0401 to E0404 and E0412 to
  ///   E0415 for what they hold, E0416 to E0419 for files that do not belong together, E0420 and
  ///   E0421 for weights that are not those of the model.
  public static func load(
    _ path: String
  ) throws(InputError) -> (model: SavedModel, warnings: [Diagnostic]) {
    try ModelLoader(path).load()
  }
}

/// Loads a model from its two files.
private struct ModelLoader {
  private let documentPath: String
  private let folder: String
  /// Whether the files go by their usual names, so that one of them is found without the other.
  private let hasUsualName: Bool

  init(_ path: String) {
    if FileKind(path: path) == .folder {
      folder = path
      documentPath = SavedModel.path(of: SavedModel.documentName, in: path)
    } else {
      let slash = path.lastIndex(of: "/")
      folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
      documentPath = path
    }
    hasUsualName = documentPath.split(separator: "/").last == SavedModel.documentName[...]
  }

  func load() throws(InputError) -> (model: SavedModel, warnings: [Diagnostic]) {
    let document: JSONCursor
    do throws(InputError) {
      let bytes = try readFile(documentPath, limit: SavedModel.documentLimit, code: "E0411")
      document = try JSONCursor(parsing: SourceText(name: documentPath, bytes: bytes))
    } catch {
      return try loadWithoutDocument(error)
    }
    try SavedModel.checkFormat(document)
    guard document.value["blob"] != nil else {
      // A model that was trained has a history, and then its weights must be named.
      if document.value["history"] != nil { _ = try document.member("blob") }
      return try loadWithoutWeights(document)
    }
    let path = SavedModel.path(of: try weightsName(document), in: folder)
    guard FileKind(path: path) != nil else {
      throw InputError(
        "E0416", "the model's weights are missing: there is no such file", in: path,
        help: ["'\(documentPath)' needs it beside itself"])
    }
    let bytes = try readFile(path, limit: Machine.memory / 4, code: "E0411")
    return try load(document, bytes, path)
  }

  /// Without a `model.json` there may be weights, of a first save that was interrupted.
  private func loadWithoutDocument(
    _ error: InputError
  ) throws(InputError) -> (model: SavedModel, warnings: [Diagnostic]) {
    let path = SavedModel.path(of: SavedModel.weightsName, in: folder)
    guard hasUsualName, FileKind(path: path) != nil else { throw error }
    guard FileKind(path: documentPath) == nil else { throw error.adding(help: copyHelp(path)) }
    let bytes = try readFile(path, limit: Machine.memory / 4, code: "E0411")
    let file = try WeightsFile(reading: bytes, name: path)
    return try recover(file, path, because: "'\(SavedModel.documentName)' is missing")
  }

  /// A compiled model; where a run was to replace it, that run's weights may be there already.
  private func loadWithoutWeights(
    _ document: JSONCursor
  ) throws(InputError) -> (model: SavedModel, warnings: [Diagnostic]) {
    let model = try SavedModel(reading: document, weights: nil, at: .nowhere)
    let path = SavedModel.path(of: SavedModel.weightsName, in: folder)
    // Whatever else stands beside a compiled model is no part of it.
    if hasUsualName, FileKind(path: path) != nil,
      let bytes = try? readFile(path, limit: Machine.memory / 4, code: "E0411"),
      let file = try? WeightsFile(reading: bytes, name: path), file.replacedRunID == model.runID
    {
      return try recover(file, path, because: "saving was interrupted")
    }
    return (model, [])
  }

  private func load(
    _ document: JSONCursor, _ bytes: [UInt8], _ path: String
  ) throws(InputError) -> (model: SavedModel, warnings: [Diagnostic]) {
    let runID = try document.member("run_id").hexadecimal(count: 32)
    let digest = try document.member("blob").member("sha256").hexadecimal(count: 64)
    let file = try WeightsFile(reading: bytes, name: path)
    guard file.runID == runID || file.replacedRunID == runID else {
      throw InputError(
        "E0417", "the weights are those of another model than '\(documentPath)'", in: path,
        help: ["put the file back that was saved with it"] + [copyHelp(path)])
    }
    guard SHA256.hexDigest(of: bytes) == digest else {
      return try recover(file, path, because: "saving was interrupted")
    }
    try check(document, against: file)
    return (try SavedModel(reading: document, weights: file.weights, at: .file(path)), [])
  }

  /// Loads a model from what its weights bring with them.
  private func recover(
    _ file: WeightsFile, _ path: String, because reason: String
  ) throws(InputError) -> (model: SavedModel, warnings: [Diagnostic]) {
    guard file.isIntact else {
      throw InputError("E0418", "the weights were altered after they were written", in: path)
    }
    let document = try JSONCursor(
      parsing: SourceText(name: "\(path) (model_json)", file.document))
    try SavedModel.checkFormat(document)
    let model = try SavedModel(reading: document, weights: file.weights, at: .file(path))
    let warning = Diagnostic(
      .warning, code: "W0401",
      "\(reason): the model is loaded from '\(SavedModel.weightsName)', which holds all of it",
      at: .file(documentPath))
    return (model, [warning])
  }

  /// `model.json` must say what was saved with the weights.
  private func check(_ document: JSONCursor, against file: WeightsFile) throws(InputError) {
    let copy = try JSONCursor(parsing: SourceText(name: "model_json", file.document))
    guard var members = document.value.objectValue, var blob = members["blob"]?.objectValue else {
      throw document.mismatch("an object")
    }
    blob["sha256"] = nil
    members["blob"] = .object(blob)
    if let path = JSON.object(members).difference(from: copy.value) {
      throw document.error(
        "E0419", "the file is not what was saved with the weights", label: "altered", at: path,
        help: [copyHelp(SavedModel.weightsName)])
    }
  }

  /// The name of the weights' file, which is beside `model.json`.
  private func weightsName(_ document: JSONCursor) throws(InputError) -> String {
    try document.member("blob").member("file").fileName()
  }

  private func copyHelp(_ path: String) -> String {
    "without '\(documentPath)', the copy of it in '\(path)' is used"
  }
}
