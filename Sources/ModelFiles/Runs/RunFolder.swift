import JSON
import Operators
public import Source
import Syntax

/// What `nnc run` left in a folder, but for the weights: how a model was trained, and what came of
/// it.
public struct RunFolder: Sendable {
  /// The path of the folder.
  public let path: String
  /// The layers' statements, in order, in one spelling.
  public let layers: [String]
  /// What else the model and its training were, by name, in one spelling.
  public let settings: [(name: String, value: String)]
  /// The text of `history.csv`.
  public let history: SourceText
  /// What `summary.json` says.
  public let summary: Summary

  /// The figures of a whole run.
  public struct Summary: Hashable, Sendable {
    /// The number of parameters and moving averages.
    public var parameters: Int
    /// The loss on the test rows, where there were any.
    public var testLoss: Double?
    /// The share of test rows that are right.
    public var testAccuracy: Double?
    /// Whether training ended because nothing improved any more.
    public var hasStoppedEarly: Bool
    /// The epoch whose weights were kept, where the best are.
    public var keptEpoch: Int?
  }

  /// The largest file that is read, in bytes.
  private static let limit = 1 << 28

  /// Reads a run's files.
  ///
  /// - Throws: E0430 where the folder is not that of a run; E0411 for files that cannot be read, and
  ///   E0412 to E0415 for what they hold.
  public init(reading path: String) throws(InputError) {
    let help = ["'nnc run MODEL.nn --out FOLDER' writes a run"]
    guard FileKind(path: path) == .folder else {
      let what =
        FileKind(path: path) == nil ? "there is no such folder" : "this is a file, not a folder"
      throw InputError("E0430", "a run's folder is needed here: \(what)", in: path, help: help)
    }
    let names = [SavedModel.documentName, "history.csv", "summary.json"]
    let paths = names.map { SavedModel.path(of: $0, in: path) }
    let missing = zip(names, paths).filter { FileKind(path: $1) != .file }.map(\.0)
    guard missing.isEmpty else {
      let list = missing.map { "'\($0)'" }.joined(separator: ", ")
      throw InputError("E0430", "the folder is no run: it lacks \(list)", in: path, help: help)
    }
    func text(_ path: String) throws(InputError) -> SourceText {
      SourceText(name: path, bytes: try readFile(path, limit: Self.limit, code: "E0411"))
    }
    self.path = path
    let document = try JSONCursor(parsing: text(paths[0]))
    try SavedModel.checkFormat(document)
    let statements = try Self.statements(document)
    layers = statements.filter(\.isLayer).map(\.canonicalText)
    settings = try Self.settings(document, statements.filter { !$0.isLayer })
    history = try text(paths[1])
    summary = try Summary(reading: JSONCursor(parsing: text(paths[2]), root: "the summary"))
  }

  /// The statements of the saved source.
  private static func statements(_ document: JSONCursor) throws(InputError) -> [Statement] {
    let lines = try document.member("source").member("lines")
    let parsed = parse(
      SourceText(name: "source", try lines.strings().joined(separator: "\n")))
    if let error = parsed.diagnostics.first {
      throw lines.error("E0415", "the saved source is not a model: \(error.message)")
    }
    return parsed.program.statements
  }

  /// What training went by in the end, which the command line may have changed; then what only the
  /// source says.
  private static func settings(
    _ document: JSONCursor, _ statements: [Statement]
  ) throws(InputError) -> [(name: String, value: String)] {
    let training = try document.member("training")
    var settings: [(name: String, value: String)] = []
    func add(_ name: String, _ value: JSON?) {
      if let value, let text = value.settingText { settings.append((name, text)) }
    }
    add("data", document.value["data"]?["options"]?["data"] ?? document.value["dataset"])
    add("input", document.value["input"]?["shape"])
    for (name, value) in document.value["data"]?["options"]?.objectValue ?? JSONObject()
    where !["data", "data-dir"].contains(name) {
      add(name, value)
    }
    if document.value["from"] != nil, let start = try document.optionalMember("from") {
      settings.append(("from", try StartingWeights(reading: start).text))
    }
    let rate = try training.member("learning_rate").number(in: 0...(.greatestFiniteMagnitude))
    for (name, value) in training.value.objectValue ?? JSONObject() {
      let statement = statements.first { $0.name.text == name }
      switch name {
      case "learning_rate": break
      case "optimizer":
        let text = statement?.argumentText ?? value.settingText ?? ""
        let hasRate = text.split(separator: " ").contains { $0.hasPrefix("lr=") }
        settings.append((name, hasRate ? text : "\(text) lr=\(numberText(rate))"))
      case "loss": settings.append((name, statement?.argumentText ?? value.settingText ?? ""))
      default: add(name, value)
      }
    }
    let known = Set((training.value.objectValue?.keys ?? []) + ["input"])
    for statement in statements where !known.contains(statement.name.text) {
      let isDefinition = statement.name.text == "let"
      let definition = isDefinition ? statement.arguments.first : nil
      settings.append(
        definition.map { ("let \($0.name?.text ?? "")", $0.value.canonicalText) }
          ?? (statement.name.text, statement.argumentText))
    }
    add("optimisation level", document.value["level"])
    add("threads", document.value["environment"]?["threads"])
    return settings
  }
}

extension RunFolder.Summary {
  fileprivate init(reading cursor: JSONCursor) throws(InputError) {
    let all = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
    parameters = try cursor.member("parameters").integer(in: 0...(1 << 53))
    testLoss = try cursor.optionalMember("test_loss")?.number(in: all)
    testAccuracy = try cursor.optionalMember("test_accuracy")?.number(in: 0...1)
    let stopped = try cursor.member("stopped_early")
    guard let hasStoppedEarly = stopped.value.boolValue else {
      throw stopped.mismatch("true or false")
    }
    self.hasStoppedEarly = hasStoppedEarly
    keptEpoch = try cursor.optionalMember("kept_epoch")?.integer(in: 1...(1 << 53))
  }
}
