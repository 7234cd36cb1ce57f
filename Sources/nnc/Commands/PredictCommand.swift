import ArgumentParser
import Datasets
import Lowering
import ModelFiles
import Operators
import Reporting
import Source
import Training

/// `nnc predict`.
struct PredictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Says what a saved model makes of rows.",
    discussion: """
      Example:
        nnc predict runs/fashion/model.json --data fashion --split test --limit 3
      """)

  enum Split: String, ExpressibleByArgument, CaseIterable {
    case train, test
  }

  @Argument(help: "The saved model: model.json, or its folder.")
  var model: String

  @Option(help: "Which rows of the data: train or test. Of a table in one file it is all rows.")
  var split = Split.test

  @OptionGroup var data: DataOptions
  @OptionGroup var threads: ThreadsOption
  @OptionGroup var format: FormatOption

  func run() throws {
    let terminal = Terminal(environment: environment)
    guard !model.hasSuffix(".nn") else {
      throw InputError(
        Diagnostic(
          code: "E0705", "this is not a saved model", at: .file(model),
          help: ["train it by 'nnc run' with --out, and give that folder to 'predict'"]))
    }
    let saved = try loadModel(model, terminal)
    guard let found = try data.open(for: saved.table) else {
      throw InputError(
        Diagnostic(
          code: "E0703", "'predict' needs data",
          help: ["add --data fashion, or --data FILE.csv or FOLDER of your own"]))
    }
    let network = try makeNetwork(
      of: saved, at: model, data: data.facts(found), threads: threads.threads)
    let dataset = try found.adapted(to: network.model)
    guard let rows = try rows(of: dataset) else {
      throw InputError(
        Diagnostic(
          code: "E0704", "data set '\(dataset.name)' has no test rows", at: .file(dataset.folder),
          help: ["--split train takes the training rows"]))
    }
    let outputs = try network.predict(LoadedRows(rows))
    let predictions = outputs.enumerated().map { row, outputs in
      PredictReport.Prediction(
        outputs: outputs, isProbability: network.model.head != .linear,
        classNames: saved.classNames, label: rows.labels.label(of: row))
    }
    let report = PredictReport(predictions, classNames: saved.classNames)
    try format.write(report.text, report.json, to: terminal)
  }
}

extension PredictCommand {
  /// The rows that were asked for; all of a table in one file.
  private func rows(of dataset: Dataset) throws -> Rows? {
    guard dataset.table != nil, dataset.test == nil else {
      return split == .train ? dataset.train : dataset.test
    }
    return dataset.train
  }
}

extension Labels {
  /// What the report says of a row's own label.
  fileprivate func label(of row: Int) -> PredictReport.Label? {
    switch self {
    case .classes(let classes): .classIndex(Int(classes[row]))
    case .values(let values, let columns):
      .values((0..<columns).map { Double(values[row * columns + $0]) })
    case .unknown: nil
    }
  }
}
