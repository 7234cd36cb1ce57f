import Datasets
import IR
import JSON
import Lowering
import Operators
import Passes
import Source
import Syntax
import Training

extension SavedModel {
  /// Reads the content of `model.json`, and takes over the weights from beside it.
  ///
  /// - Throws: E0414 and E0415 for what is missing, wrong, or at odds with the source; E0420 and
  ///   E0421 at `place` for weights that are not those of the model.
  init(
    reading document: JSONCursor, weights: Weights?, at place: Diagnostic.Place
  ) throws(InputError) {
    let model = try Self.model(document)
    let environment = try document.member("environment")
    self.init(
      compiled: model, level: try Self.level(document.member("level")),
      threads: try environment.member("threads").integer(in: 1...1024),
      classNames: try document.member("classes").strings(),
      dataset: try document.optionalMember("dataset")?.string(),
      runID: try document.member("run_id").hexadecimal(count: 32))
    if let table = try document.optionalMember("table") {
      self.table = try TrainedTable(
        reading: table, classNames: classNames, columns: model.inputShape.reduce(1, *))
    }
    inputRange = try InputRange(reading: document.member("input"))
    // Models of before lack these two.
    if document.value["data"] != nil, let data = try document.optionalMember("data") {
      self.data = try TrainingData(reading: data)
    }
    if document.value["from"] != nil, let start = try document.optionalMember("from") {
      self.start = try StartingWeights(reading: start)
    }
    evaluationRows = try document.member("evaluation_rows").integer(in: 1...(1 << 24))
    self.environment.version = try document.member("nnc_version").string()
    self.environment.blas = try environment.member("blas").string()
    self.environment.blasCore = try environment.member("blas_core").string()
    self.environment.tuneHash = try environment.optionalMember("tune_hash")?.string()
    try checkGraph(document.member("graph"))
    guard let weights else { return }
    for epoch in try document.member("history").elements() {
      history.append(try EpochRecord(reading: epoch))
    }
    let accuracy = try document.optionalMember("test_accuracy")?.number(in: 0...1)
    if let loss = try document.optionalMember("test_loss")?.number(in: .finite) {
      testScore = Score(loss: loss, accuracy: accuracy)
    }
    if document.value["checkpoint"] != nil {
      checkpoint = try CheckpointRecord(
        reading: document.member("checkpoint"), of: model, history: history)
    }
    self.weights = weights
    try checkWeights(at: place)
  }

  /// Checks that a JSON text is a `model.json` of the version known here.
  ///
  /// - Throws: E0413.
  static func checkFormat(_ document: JSONCursor) throws(InputError) {
    guard document.value["format"]?.stringValue == format else {
      throw document.error("E0413", "the file is JSON, but not an nnc model")
    }
    let version = try document.member("format_version")
    let number = try version.integer(in: 1...Int.max)
    guard number == formatVersion else {
      throw version.error(
        "E0413", "the file is of format version \(number); this nnc reads version \(formatVersion)",
        help: ["it was written by a newer nnc: use that one"])
    }
  }

  private static func level(_ cursor: JSONCursor) throws(InputError) -> OptimizationLevel {
    let levels = OptimizationLevel.allCases.map(\.rawValue)
    let number = try cursor.integer(in: (levels.min() ?? 0)...(levels.max() ?? 0))
    guard let level = OptimizationLevel(rawValue: number) else {
      throw cursor.mismatch("a level of optimisation")
    }
    return level
  }

  /// The model that the source describes, with the saved settings.
  private static func model(_ document: JSONCursor) throws(InputError) -> Model {
    let source = try document.member("source")
    let lines = try source.member("lines")
    let text = SourceText(
      name: try source.member("name").string(),
      try lines.strings().joined(separator: "\n"))
    let input = try document.member("input")
    let scaling = try input.member("scaling")
    guard try scaling.string() == Self.scaling else {
      throw scaling.mismatch("\"\(Self.scaling)\"")
    }
    let shape = try shape(input.member("shape"))
    var model: Model
    do throws(InputError) {
      let parsed = parse(text)
      let facts = DataFacts(inputShape: shape, origin: "the saved model")
      model = try check(parsed.program, syntaxErrors: parsed.diagnostics, data: facts).model
    } catch {
      let reason = error.diagnostics.first { $0.severity == .error }?.message ?? ""
      throw lines.error("E0415", "the saved source is not a model: \(reason)")
    }
    try TrainingSettings(reading: document.member("training")).apply(to: &model)
    return model
  }

  /// The shape of an input row, of a size that a tensor may have.
  private static func shape(_ cursor: JSONCursor) throws(InputError) -> [Int] {
    var shape: [Int] = []
    var limit = TensorType.elementLimit
    for element in try cursor.elements() {
      let extent = try element.integer(in: 1...limit)
      shape.append(extent)
      limit /= extent
    }
    guard !shape.isEmpty else { throw cursor.mismatch("a list of sizes") }
    return shape
  }

  /// The graph is kept for people and other programs; it must be what the source says.
  private func checkGraph(_ cursor: JSONCursor) throws(InputError) {
    let saved = try cursor.strings()
    let expected = try graphText().split(separator: "\n", omittingEmptySubsequences: false)
    let difference = zip(saved, expected).enumerated().first { $1.0 != $1.1 }?.offset
    guard difference != nil || saved.count != expected.count else { return }
    throw cursor.error(
      "E0415", "the saved graph is not the one that the saved source describes",
      at: difference.map { [.index($0)] } ?? [],
      help: [
        environment.version == Version.current
          ? "the file was altered after it was written"
          : "it was written by nnc \(environment.version), this is nnc \(Version.current)"
      ])
  }
}

extension ClosedRange<Double> {
  /// All numbers.
  fileprivate static var finite: Self {
    -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
  }
}

extension EpochRecord {
  /// Reads an epoch.
  ///
  /// - Throws: E0414.
  fileprivate init(reading cursor: JSONCursor) throws(InputError) {
    self.init(
      epoch: try cursor.member("epoch").integer(in: 1...Int.max),
      trainLoss: try cursor.member("train_loss").number(in: .finite),
      trainDataLoss: try cursor.member("train_data_loss").number(in: .finite),
      trainAccuracy: try cursor.optionalMember("train_accuracy")?.number(in: 0...1),
      validLoss: try cursor.optionalMember("valid_loss")?.figure(),
      validAccuracy: try cursor.optionalMember("valid_accuracy")?.number(in: 0...1),
      learningRate: try cursor.member("learning_rate").number(
        in: 0...Double.greatestFiniteMagnitude),
      seconds: try cursor.member("seconds").number(in: 0...Double.greatestFiniteMagnitude))
  }
}
