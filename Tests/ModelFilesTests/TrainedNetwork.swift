import Datasets
import Foundation
import JSON
import Lowering
import ModelFiles
import Source
import Syntax
import Training

/// A small network of every kind of layer, trained for three steps on made-up rows.
struct TrainedNetwork {
  static let source = """
    # Grüße, \ttab\r
    dense 8 relu l2=1e-3; batchnorm; dropout 0.2
    dense 5 tanh
    softmax 3
    optimizer adam lr=0.02
    batch 16; seed 5; l1 1e-4

    """

  let network: Network
  let rows: LoadedRows
  let floats: [Float]
  let history: [EpochRecord]

  init(source: String = source, seed: UInt64? = nil) throws {
    let facts = DataFacts(inputShape: [4, 3], origin: "the test")
    let text = SourceText(name: "tiny.nn", source)
    var model = try check(parse(text).program, data: facts).model
    model.settings.seed = seed ?? model.settings.seed
    model.settings.length.epochs = 3
    network = try Network(model, threads: 2, trainingRows: 16)
    floats = (0..<(48 * 12)).map { Float(($0 * 37) % 101) / 100 }
    rows = LoadedRows(
      Rows(
        shape: [4, 3], storage: .floats(floats), labels: (0..<48).map { Int32($0 * $0 % 3) },
        origin: "the test"))
    history = try Trainer(
      network, rows: rows, validation: rows, length: TrainingLength(epochs: 1)
    ).run().history
  }

  func saved(runID: String = SavedModel.newRunID()) throws -> SavedModel {
    SavedModel(
      from: network, classNames: ["a", "b", "ß"], dataset: "made up", history: history,
      testScore: try network.evaluate(rows), runID: runID)
  }

  /// A network with the weights of a saved model.
  static func restored(_ saved: SavedModel) throws -> Network {
    let network = try Network(
      saved.model, level: saved.level, threads: saved.environment.threads, trainingRows: nil)
    try saved.restore(into: network.states)
    return network
  }
}

/// A folder with the files of a saved model, to damage them.
struct ModelFolder {
  let folder: TemporaryFolder
  var path: String { folder.path }
  var document: String { "\(folder.path)/model.json" }
  var weights: String { "\(folder.path)/model.safetensors" }

  init() throws { folder = try TemporaryFolder() }

  init(_ saved: SavedModel) throws {
    try self.init()
    _ = try saved.save(to: path)
  }

  func read(_ file: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(filePath: file)))
  }

  func write(_ bytes: [UInt8], to file: String) throws {
    try Data(bytes).write(to: URL(filePath: file))
  }

  func text(_ file: String) throws -> String { String(decoding: try read(file), as: UTF8.self) }

  /// Changes a text within `model.json`.
  func replace(_ old: String, by new: String) throws {
    let text = try text(document)
    let altered = text.replacingOccurrences(of: old, with: new)
    guard altered != text else { throw NothingToReplace(text: old) }
    try write(Array(altered.utf8), to: document)
  }

  struct NothingToReplace: Error { let text: String }

  /// What loading reports; empty where it works without a warning.
  func problems() -> [Diagnostic] {
    do throws(InputError) {
      return try SavedModel.load(path).warnings
    } catch {
      return error.diagnostics
    }
  }
}
