import JSON
import Source

/// The saved model whose weights a training began with.
public struct StartingWeights: Hashable, Sendable {
  /// Where it was loaded from.
  public var path: String
  /// The run of training that it came from.
  public var runID: String

  /// Describes a saved model that was loaded from `path`.
  public init(_ saved: SavedModel, path: String) {
    self.path = path
    runID = saved.runID
  }

  var json: JSON { ["path": .string(path), "run_id": .string(runID)] }

  /// Reads what was saved.
  ///
  /// - Throws: E0414.
  init(reading cursor: JSONCursor) throws(InputError) {
    path = try cursor.member("path").string()
    runID = try cursor.member("run_id").hexadecimal(count: 32)
  }

  /// One line: another run into the same folder is another beginning.
  var text: String { "\(path) (run \(runID.prefix(8)))" }
}
