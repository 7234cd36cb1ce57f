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
  ///   - options: what the data was asked for by.
  ///   - threads: the number of workers; nil for as many as the model was trained with.
  /// - Throws: E0703 without data; E0704 where there are no test rows, or none with labels; E0706
  ///   where the data does not fit the model.
  init(_ path: String, _ options: DataOptions, threads: Int?, _ terminal: Terminal) throws {
    saved = try loadModel(path, terminal)
    guard let found = try options.open(for: saved) else { throw noData(for: "run") }
    network = try makeNetwork(of: saved, at: path, data: options.facts(found), threads: threads)
    dataset = try found.adapted(to: network.model)
    let (rows, warnings) = try saved.testRows(of: dataset)
    terminal.show(warnings)
    self.rows = options.limited(rows)
  }
}
