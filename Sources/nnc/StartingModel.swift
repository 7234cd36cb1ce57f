import Datasets
import Lowering
import ModelFiles
import Operators
import Reporting
import Source
import Training

/// The saved model whose weights training begins with, of `--from`.
struct StartingModel {
  private let path: String
  private let saved: SavedModel

  /// Loads it; warnings go to standard error.
  init(_ path: String, _ terminal: Terminal) throws {
    self.path = path
    saved = try loadModel(path, terminal)
  }

  /// What is saved of it.
  var record: StartingWeights { StartingWeights(saved, path: path) }

  /// Gives a network the weights.
  ///
  /// - Throws: E0420 where its layers are others, E0422 where there are no weights.
  func restore(into network: Network) throws(InputError) {
    try saved.restore(into: network.states, of: "the new model", at: .file(path))
  }

  /// What is to be said of rows that it is to be trained on.
  func warnings(about rows: Rows) -> [Diagnostic] { saved.warnings(about: rows) }

  /// Refuses data on which the weights would mean something else.
  ///
  /// - Throws: E0446 for a table with other columns, or with the same ones in another order; E0447
  ///   for other classes.
  func check(_ dataset: Dataset, for model: Model) throws(InputError) {
    if let old = saved.table?.schema, let new = dataset.table, old.hasNames, new.hasNames,
      old.features.count == new.features.count,
      let column = zip(old.features, new.features).enumerated().first(where: { $1.0 != $1.1 })
    {
      throw InputError(
        "E0446",
        "column \(column.offset + 1) of the features is \(quoted(column.element.1)), but the weights "
          + "were trained with \(quoted(column.element.0)) there",
        in: dataset.folder,
        help: ["'\(printable(path))' takes the columns \(Self.list(old.features)), in this order"])
    }
    let (old, new) = (saved.classNames, dataset.classNames)
    guard model.head != .linear, !Self.areNumbers(old, ofTable: saved.table != nil),
      !Self.areNumbers(new, ofTable: dataset.table != nil), old != new
    else { return }
    throw InputError(
      "E0447",
      "the classes are \(Self.list(new)), but the weights were trained to tell others apart",
      in: dataset.folder,
      help: ["'\(printable(path))' tells \(Self.list(old)) apart, in this order"])
  }

  /// Whether classes have no names; those of a table are what its cells say, be it numbers.
  private static func areNumbers(_ names: [String], ofTable: Bool) -> Bool {
    names.isEmpty || !ofTable && names == names.indices.map(String.init)
  }

  private static func list(_ names: [String]) -> String {
    names.prefix(20).map { quoted($0) }.joined(separator: ", ") + (names.count > 20 ? ", …" : "")
  }
}
