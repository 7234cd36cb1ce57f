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
    let found = try? JSON.parse(readFile(file, limit: 1 << 28, code: "E0712"))
    guard found == description else {
      throw InputError(
        "E0712", "the folder holds another search, or one with other settings", in: file,
        help: ["give another folder by --out, or the settings that this one was started with"])
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
