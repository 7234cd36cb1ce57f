import Datasets
import IR
import JSON
import Lowering
import Operators
import Passes
import Source
import Training

extension SavedModel {
  /// What the file says it is.
  static let format = "nnc-model"
  /// The version of what follows.
  static let formatVersion = 1
  /// How stored numbers become inputs.
  static let scaling = "bytes / 255"

  /// The content of `model.json`, but for the digest of the weights' file. A model without weights
  /// has no results either.
  func document() throws(InputError) -> JSONObject {
    var document: JSONObject = [
      "format": .string(Self.format),
      "format_version": .integer(Int64(Self.formatVersion)),
      "nnc_version": .string(environment.version),
      "run_id": .string(runID),
      "source": [
        "name": .string(model.source.name),
        "lines": Self.lines(String(decoding: model.source.bytes, as: UTF8.self)),
      ],
      "input": .object(input),
      "classes": .array(classNames.map(JSON.string)),
      "dataset": JSON(dataset),
      "table": table?.json ?? .null,
      "data": data?.json ?? .null,
      "from": start?.json ?? .null,
      "training": trainingSettings,
      "level": JSON(level.rawValue),
      "evaluation_rows": JSON(evaluationRows),
      "environment": [
        "blas": .string(environment.blas),
        "blas_core": .string(environment.blasCore),
        "threads": JSON(environment.threads),
        "tune_hash": JSON(environment.tuneHash),
      ],
      "graph": Self.lines(try graphText()),
    ]
    guard hasWeights else { return document }
    document["history"] = .array(history.map(JSON.init))
    document["test_loss"] = JSON(testScore?.loss)
    document["test_accuracy"] = JSON(testScore?.accuracy)
    document["blob"] = ["file": .string(Self.weightsName)]
    return document
  }

  private var input: JSONObject {
    var input: JSONObject = [
      "shape": .array(model.inputShape.map(JSON.init)), "scaling": .string(Self.scaling),
    ]
    for (name, value) in inputRange?.members ?? [] { input[name] = value }
    return input
  }

  /// The forward graph for one row as text.
  func graphText() throws(InputError) -> String { try Self.graph(of: model).text }

  /// The forward graph of a model for one row, not optimised.
  static func graph(of model: Model) throws(InputError) -> Graph {
    try model.lower(rows: 1, mode: .inference)
  }

  private var trainingSettings: JSON {
    let settings = model.settings
    let batch: JSON =
      switch settings.batch {
      case .rows(let count): JSON(count)
      case .full: "full"
      }
    return [
      "optimizer": .string(model.optimizerName),
      "learning_rate": .number(model.optimizer.learningRate),
      "loss": .string(model.lossName),
      "batch": batch,
      "epochs": settings.length.epochs.map { JSON($0) } ?? .null,
      "steps": settings.length.steps.map { JSON($0) } ?? .null,
      "seed": .integer(Int64(bitPattern: settings.seed)),
      "l1": .number(settings.l1),
      "l2": .number(settings.l2),
    ]
  }

  /// A text as a list of lines, which a person can read and compare.
  private static func lines(_ text: String) -> JSON {
    .array(
      text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        .map { .string(String($0)) })
  }
}

extension JSON {
  fileprivate init(_ value: Int) { self = .integer(Int64(value)) }
  fileprivate init(_ value: Double?) { self = value.map(JSON.number) ?? .null }
  fileprivate init(_ value: String?) { self = value.map(JSON.string) ?? .null }

  /// An epoch, with the keys of the command line's JSON.
  fileprivate init(_ record: EpochRecord) {
    var object: JSONObject = ["epoch": JSON(record.epoch)]
    for (name, value) in record.figures { object[name] = value.map(JSON.figure) ?? .null }
    self = .object(object)
  }

  /// A figure, which may have grown beyond all numbers: then it is a word.
  static func figure(_ value: Double) -> JSON {
    value.isFinite ? .number(value) : .string("\(value)")
  }
}
