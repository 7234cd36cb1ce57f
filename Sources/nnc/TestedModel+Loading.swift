import Datasets
import ModelFiles
import Reporting
import Training

extension TestedModel {
  /// Loads a model, and the rows that it is to be tested on.
  ///
  /// - Parameters:
  ///   - path: the model's folder or file.
  ///   - options: what the data was asked for by.
  ///   - threads: the number of workers; nil for as many as the model was trained with.
  /// - Throws: E0703 without data; E0704 where there are no test rows, or none with labels; E0706 and
  ///   E0309 where the data does not fit the model.
  init(_ path: String, _ options: DataOptions, threads: Int?, _ terminal: Terminal) throws {
    let saved = try loadModel(path, terminal)
    guard let found = try options.open(for: saved) else { throw noData(for: "run") }
    let adapted = try found.adapted(to: saved.model)
    let network = try makeNetwork(
      of: saved, at: path, data: options.facts(found), threads: threads)
    let dataset = try adapted.numbered(as: saved.classNames)
    try self.init(saved, network, on: dataset, limit: options.limit)
    terminal.show(warnings)
  }
}
