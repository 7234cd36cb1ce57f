public import JSON
import Source

/// The folder of a search: it knows what search it is of, and has a folder for each trial.
public struct SweepFolder: Sendable {
  /// Its path.
  public let path: String

  /// The folder at a path.
  public init(_ path: String) { self.path = path }

  /// Makes the folder for a search, or takes up the same search where it was stopped, and does
  /// something while no other process can.
  ///
  /// - Throws: E0712 where the folder is of another search, E0714 where one is at work in it, E0410
  ///   where it cannot be written; what `body` throws.
  public func taken<Result>(for description: JSON, _ body: () throws -> Result) throws -> Result {
    try AtomicWrite.probeWritable(folder: path)
    return try FolderLock.holding(path) {
      try check(description)
      return try body()
    }
  }

  private func check(_ description: JSON) throws(InputError) {
    let file = "\(path)/sweep.json"
    guard FileKind(path: file) == .file else {
      return try AtomicWrite.write(description, to: file)
    }
    let text = try readFile(file, limit: 1 << 28, code: "E0712")
    guard let found = (try? JSON.parse(text))?.objectValue else {
      throw InputError(
        "E0712", "the file that says what search the folder holds is damaged", in: file,
        help: ["give another folder by --out, or remove this file if the search is surely the same"]
      )
    }
    guard JSON.object(found) != description else { return }
    let differences = Self.differences(found, description.objectValue ?? JSONObject())
    throw InputError(
      "E0712", "the folder holds another search: \(differences.joined(separator: ", and "))",
      in: file,
      help: ["give another folder by --out, or what this search was started with"])
  }

  /// What a search is otherwise than it was before.
  private static func differences(_ old: JSONObject, _ new: JSONObject) -> [String] {
    let (before, now) = (options(old), options(new))
    func text(_ options: [String]) -> String { "'\(printable(options.joined(separator: " ")))'" }
    let gone = before.filter { !now.contains($0) }
    let added = now.filter { !before.contains($0) }
    var differences: [String] = []
    if !gone.isEmpty {
      differences.append(
        "it was started with \(text(gone))"
          + (added.isEmpty ? ", which is left out now" : ", and not with \(text(added))"))
    } else if !added.isEmpty {
      differences.append("it was started without \(text(added))")
    }
    if old["model"] != new["model"] { differences.append("the model's text was another one") }
    // With other options, that the rows are others says nothing more.
    if differences.isEmpty {
      differences.append(
        old["rows"] == new["rows"]
          ? "its options stand in another order" : "the data held other rows")
    }
    return differences
  }

  /// What a search was started with, each option with its value.
  private static func options(_ search: JSONObject) -> [String] {
    let own = [
      ("trials", "--trials"), ("refine", "--refine"), ("seed", "--search-seed"),
      ("metric", "--metric"),
    ].compactMap { name, option in search[name]?.settingText.map { "\(option) \($0)" } }
    let varied = (search["vary"]?.arrayValue ?? []).compactMap(\.stringValue).map { "--vary \($0)" }
    return (search["arguments"]?.arrayValue ?? []).compactMap(\.stringValue)
      .reduce(into: varied + own) { options, word in
        if word.hasPrefix("-") || options.isEmpty {
          options.append(word)
        } else {
          options[options.count - 1] += " \(shellWord(word))"
        }
      }
  }
}

extension AtomicWrite {
  /// Writes a JSON document.
  ///
  /// - Throws: E0410 with the system's reason.
  static func write(_ json: JSON, to path: String) throws(InputError) {
    try write(Array((json.serialized(pretty: true) + "\n").utf8), to: path)
  }
}
