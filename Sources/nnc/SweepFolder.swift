import JSON
import ModelFiles
import Source
import Synchronization

/// The folder of a search, which knows what search it is of.
struct SweepFolder {
  private let path: String

  /// The folder at a path.
  init(_ path: String) { self.path = path }

  /// Makes the folder for a search, or takes up the same search where it was stopped.
  ///
  /// - Throws: E0712 where the folder is of another search, E0410 where it cannot be written.
  func open(for description: JSON) throws(InputError) {
    let file = "\(path)/sweep.json"
    if FileKind(path: file) == .file {
      let found = try? JSON.parse(readFile(file, limit: 1 << 28, code: "E0712"))
      guard found == description else {
        throw InputError(
          Diagnostic(
            code: "E0712", "the folder holds another search, or one with other settings",
            at: .file(file),
            help: ["give another folder by --out, or the settings that this one was started with"]))
      }
      return
    }
    try AtomicWrite.probeWritable(folder: path)
    try AtomicWrite.write(Array((description.serialized(pretty: true) + "\n").utf8), to: file)
  }
}

/// Counts, on any thread.
final class Counter: Sendable {
  private let value: Mutex<Int>

  /// A counter whose first number is one above `start`.
  init(_ start: Int) { value = Mutex(start) }

  /// The next number.
  func next() -> Int {
    value.withLock {
      $0 += 1
      return $0
    }
  }
}
