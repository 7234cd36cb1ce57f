import Datasets
import ModelFiles
import Reporting

extension TestedModel {
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
    let saved = try loadModel(path, terminal)
    let found = try open(saved.table)
    let network = try makeNetwork(
      of: saved, at: path, data: options.facts(found), threads: threads)
    try self.init(saved, network, on: found)
  }
}
