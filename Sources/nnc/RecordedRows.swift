import ArgumentParser
import Datasets
import ModelFiles
import Source

// The rows that a saved model was trained on, found again.

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

  /// The first rows of some, where the command line limits them.
  func limited(_ rows: Rows) -> Rows { limit.map(rows.prefix) ?? rows }
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

extension SavedModel {
  /// The rows of a data set by what they were for in training; nil where it is other data than that
  /// the model was trained on, as far as that was recorded.
  ///
  /// - Parameter dataset: the data, all rows, with the kind of labels that the model learnt from.
  func parts(of dataset: Dataset) throws(InputError) -> Parts? {
    guard let data else { return nil }
    let limit = try DataOptions(recordedIn: data).limit
    let splits = try SplitOptions(recordedIn: data)
    if let split = table?.split, split.fingerprint != dataset.fingerprint { return nil }
    // Other data may not even be such that it can be split so.
    let limited = limit.map(dataset.prefix) ?? dataset
    guard let parts = try? limited.parts(splits.settings()), data.describes(parts) else {
      return nil
    }
    return parts
  }

  /// The rows to test the model on: those that it was tested on when training ended; of other data
  /// its own test rows, or else all rows, which a warning tells.
  ///
  /// - Parameter dataset: the data, all rows, with the kind of labels that the model learnt from.
  /// - Throws: E0704 where there are none, or none with labels.
  func testRows(
    of dataset: Dataset
  ) throws(InputError) -> (rows: Rows, warnings: [Diagnostic]) {
    func labelled(_ rows: Rows) throws(InputError) -> Rows {
      guard case .unknown = rows.labels else { return rows }
      throw InputError(
        Diagnostic(
          code: "E0704", "the rows have no label to evaluate the model by", at: .file(rows.origin),
          help: ["'nnc predict' needs none"]))
    }
    guard let data else {
      // Of models of before only tables are known again.
      guard let rows = try dataset.evaluationRows(for: table) else {
        throw noTestRows(in: dataset, "has no test rows to evaluate on")
      }
      return (try labelled(rows), [])
    }
    // Test rows of the data's own are such whatever the rest is.
    if let rows = dataset.test, data.options["limit"] == nil { return (try labelled(rows), []) }
    let parts = try parts(of: dataset)
    if let rows = parts?.test ?? dataset.test { return (try labelled(rows), []) }
    guard parts == nil else {
      throw noTestRows(in: dataset, "has no test rows: the model was trained on all that it has")
    }
    let rows = try labelled(dataset.train)
    let warning = Diagnostic(
      .warning, code: "W0503",
      "this is not the data that the model was trained on, so that all \(rows.count) rows are test "
        + "rows", at: .file(rows.origin),
      help: ["where it was only edited since then, most of these are rows that it was trained on"])
    return (rows, [warning])
  }

  private func noTestRows(in dataset: Dataset, _ problem: String) -> InputError {
    InputError(
      Diagnostic(
        code: "E0704", "data set '\(dataset.name)' \(problem)", at: .file(dataset.folder),
        help: ["train with --test 0.25 to keep rows to test on", "'nnc predict' needs none"]))
  }
}
