import JSON
import Source

/// The content of `model.safetensors`: the weights, and in the metadata all that it takes to use
/// them alone.
///
/// The weights are written first and `model.json` second, so a save that is interrupted between
/// the two leaves new weights beside an old `model.json`. `runID` and `replacedRunID` tell that
/// from weights of another model, `document` is what `model.json` would have said, and a digest
/// of it all proves that nothing was altered.
struct WeightsFile {
  /// The run that the weights are from.
  let runID: String
  /// The run that `model.json` was from when the weights were written, where that was another one.
  let replacedRunID: String?
  /// The text of `model.json`, but for the digest of this file.
  let document: String
  /// The weights.
  let weights: Weights
  /// Whether everything is as it was written.
  let isIntact: Bool

  private enum Key {
    static let format = "format"
    static let runID = "run_id"
    static let replacedRunID = "replaced_run_id"
    static let document = "model_json"
    static let digest = "sha256"
  }

  init(runID: String, replacing replacedRunID: String?, document: String, weights: Weights) {
    self.runID = runID
    self.replacedRunID = replacedRunID
    self.document = document
    self.weights = weights
    isIntact = true
  }

  /// Reads the content of the file `name`.
  ///
  /// - Throws: E0401 to E0404 where it is not a whole safetensors file, E0418 where its metadata
  ///   are not those of a model.
  init(reading bytes: [UInt8], name: String) throws(InputError) {
    var content = try Safetensors(reading: bytes, name: name)
    let metadata = content.metadata
    guard metadata[Key.format] == SavedModel.format, let runID = metadata[Key.runID],
      let document = metadata[Key.document]
    else { throw InputError("E0418", "these are not the weights of an nnc model", in: name) }
    self.runID = runID
    replacedRunID = metadata[Key.replacedRunID]
    self.document = document
    content.metadata[Key.digest] = nil
    isIntact = metadata[Key.digest] == SHA256.hexDigest(of: content.serialized())
    weights = Weights(Safetensors(tensors: content.tensors))
  }

  /// The file. Its own digest is that of the file without it.
  func serialized() -> [UInt8] {
    var content = weights.tensors
    content.metadata = [
      Key.format: SavedModel.format, Key.runID: runID, Key.document: document,
    ]
    content.metadata[Key.replacedRunID] = replacedRunID
    content.metadata[Key.digest] = SHA256.hexDigest(of: content.serialized())
    return content.serialized()
  }
}
