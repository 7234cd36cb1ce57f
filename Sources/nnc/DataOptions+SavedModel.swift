import ArgumentParser
import Datasets
import ModelFiles
import Source

extension DataOptions {
  /// The data for a saved model, all of its rows, if some was asked for. It is read as that of
  /// training was, but for what the command line says.
  ///
  /// - Throws: E0709 for `--label`, and for options of tables beside other data.
  func open(for saved: SavedModel) throws -> Dataset? {
    guard let data else { return nil }
    if saved.table != nil, table.label != nil {
      throw InputError(
        Diagnostic(
          code: "E0709", "--label is for training: the model knows the columns it was trained on"))
    }
    let flags = try saved.data.map { try table.completed(by: DataOptions(recordedIn: $0).table) }
    let dataset = try DatasetSearch(
      dataDirectory: dataDir, environment: environment, table: (flags ?? table).options(),
      for: saved.table, isForModel: true
    ).open(data)
    try table.refuse(beside: dataset, "--data \(printable(data))")
    return dataset
  }
}

extension TableFlags {
  /// The flags with those of training in place of what was not given; what the label is, the model
  /// knows by itself.
  fileprivate func completed(by recorded: TableFlags) -> TableFlags {
    var flags = self
    flags.delimiter = delimiter ?? recorded.delimiter
    flags.header = header ?? recorded.header
    // The means and medians of its training rows a model knows by itself, too.
    let isOfColumn = ["mean", "median"].contains(recorded.missing)
    flags.missing = missing ?? (isOfColumn ? nil : recorded.missing)
    return flags
  }
}
