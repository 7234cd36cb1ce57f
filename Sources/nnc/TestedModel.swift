import Datasets
import ModelFiles
import Reporting
import Source
import Training

/// A saved model with the test rows of a data set.
struct TestedModel {
  let saved: SavedModel
  let network: Network
  /// The data set, with the kind of labels that the model learnt from.
  let dataset: Dataset
  /// The rows that it is tested on.
  let rows: Rows

  /// Loads a model, and the rows that it is to be tested on.
  ///
  /// - Parameters:
  ///   - path: the model's folder or file.
  ///   - open: opens the data for a model that knows how its table was read.
  ///   - options: what the data was asked for by.
  ///   - threads: the number of workers; nil for as many as the model was trained with.
  /// - Throws: E0704 where there are no test rows, or none with labels; E0706 where the data does not
  ///   fit the model.
  init(
    _ path: String, _ open: (TrainedTable?) throws -> Dataset, _ options: DataOptions,
    threads: Int?, _ terminal: Terminal
  ) throws {
    saved = try loadModel(path, terminal)
    let found = try open(saved.table)
    network = try makeNetwork(of: saved, at: path, data: options.facts(found), threads: threads)
    dataset = try found.adapted(to: network.model)
    guard let rows = try dataset.evaluationRows(for: saved.table) else {
      throw InputError(
        Diagnostic(
          code: "E0704", "data set '\(dataset.name)' has no test rows to evaluate on",
          at: .file(dataset.folder)))
    }
    if case .unknown = rows.labels {
      throw InputError(
        Diagnostic(
          code: "E0704", "the rows have no label to evaluate the model by", at: .file(rows.origin),
          help: ["'nnc predict' needs none"]))
    }
    self.rows = rows
  }
}
