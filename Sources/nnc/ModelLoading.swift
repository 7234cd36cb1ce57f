import Datasets
import Lowering
import ModelFiles
import Reporting
import Source
import Syntax
import Training

/// Reads, parses and checks a `.nn` file, and sets what the command line says; warnings go to standard
/// error, or nowhere without a terminal.
func readModel(
  _ path: String, _ settings: SettingOptions, steps: Int? = nil, data: DataFacts?,
  _ terminal: Terminal?
) throws -> Model {
  let (overrides, mistakes) = settings.overrides(beside: steps)
  let overridden = try readModelSource(path).setting(overrides, mistakes: mistakes)
  let parsed = parse(overridden.text)
  let (model, warnings) = try check(
    parsed.program, syntaxErrors: parsed.diagnostics, data: settings.facts(beside: data),
    overridden: overridden)
  terminal?.show(warnings)
  var changed = model
  settings.apply(to: &changed.settings, steps)
  return changed
}

/// Reads a `.nn` file.
///
/// - Throws: E0705 where it is of another kind or cannot be read.
func readModelSource(_ path: String) throws -> SourceText {
  if path.hasSuffix(".json") {
    throw InputError(
      Diagnostic(
        code: "E0705", "this is a saved model, and a .nn file is needed here", at: .file(path),
        help: ["a saved model holds its .nn text as 'source'; 'run' and 'predict' take it as it is"]
      ))
  }
  if isGraphText(path) {
    throw InputError(
      Diagnostic(
        code: "E0705", "this is a graph's text, and a .nn file is needed here", at: .file(path),
        help: ["'compile', 'bench' and 'check' take a graph's text"]))
  }
  return SourceText(name: path, bytes: try readFile(path, limit: sourceLimit, code: "E0705"))
}

extension SettingOptions {
  /// What is known of a model's input from `--input` and from the data.
  ///
  /// - Throws: E0701 where the two disagree.
  func facts(beside data: DataFacts?) throws(InputError) -> DataFacts? {
    guard let shape = inputShape else { return data }
    let given = DataFacts(inputShape: shape, origin: "--input \(input ?? "")")
    guard let data else { return given }
    guard data.inputShape.reduce(1, *) == shape.reduce(1, *) else {
      throw InputError(
        Diagnostic(
          code: "E0701",
          "\(given.origin) disagrees with \(data.origin), whose rows are "
            + data.inputShape.map(String.init).joined(separator: "x"),
          help: ["leave --input out: the data gives the size"]))
    }
    return data
  }
}

/// The rows of a batch of a model: as many as it says, but no more than the data has.
///
/// - Throws: E0702 for `batch full` without data.
func rowsOfBatch(_ model: Model, _ dataset: Dataset?) throws(InputError) -> Int {
  switch (model.settings.batch, dataset) {
  case (let size, let dataset?):
    Trainer.rowsOfBatch(
      size, trainingRows: try dataset.adapted(to: model).parts().train.count)
  case (.rows(let count), nil): count
  case (.full, nil):
    throw InputError(
      Diagnostic(
        code: "E0702", "'batch full' needs data to know how many rows there are",
        help: ["add --data NAME, or give --batch a number"]))
  }
}

/// The largest `.nn` file that is read, in bytes.
let sourceLimit = 64 << 20

/// Whether a path is a saved model's rather than a `.nn` file's.
func isSavedModel(_ path: String) -> Bool {
  path.hasSuffix(".json") || FileKind(path: path) == .folder
}

/// Loads a saved model; warnings go to standard error.
///
/// - Throws: E0705 for a model's text; what `SavedModel.load` throws.
func loadModel(_ path: String, _ terminal: Terminal) throws -> SavedModel {
  guard !path.hasSuffix(".nn") else {
    throw InputError(
      "E0705", "this is not a saved model", in: path,
      help: ["train it by 'nnc run' with --out, and give that folder in its place"])
  }
  let (saved, warnings) = try SavedModel.load(path)
  if !warnings.isEmpty {
    terminal.note(DiagnosticRenderer(hasColor: terminal.hasColor).text(warnings))
  }
  return saved
}

/// Makes a network of a saved model.
///
/// - Parameters:
///   - path: where the model was loaded from.
///   - data: what is known of the data that it will be asked about.
///   - threads: the number of workers; nil for as many as it was trained with, which gives the same
///     figures to the bit.
func makeNetwork(
  of saved: SavedModel, at path: String, data: DataFacts?, threads: Int?
) throws -> Network {
  let model = saved.model
  if let data, data.inputShape.reduce(1, *) != model.inputShape.reduce(1, *) {
    func text(_ shape: [Int]) -> String { shape.map(String.init).joined(separator: "x") }
    throw InputError(
      Diagnostic(
        code: "E0706",
        "the model takes rows of \(text(model.inputShape)), but \(data.origin) has rows of "
          + text(data.inputShape), at: .file(path)))
  }
  if let values = data?.valueCount, model.targets != .values(values) {
    throw InputError(
      Diagnostic(
        code: "E0706",
        "the model \(model.targets.words), but each row of \(data?.origin ?? "") is labelled with "
          + (values == 1 ? "a plain number" : "\(values) plain numbers"), at: .file(path)))
  }
  if let classes = data?.classCount, model.outputCount > 1, classes > model.outputCount {
    throw InputError(
      Diagnostic(
        code: "E0706",
        "the model tells \(model.outputCount) classes apart, but \(data?.origin ?? "") has "
          + "\(classes)", at: .file(path)))
  }
  let network = try Network(
    model, level: saved.level, threads: threads ?? saved.environment.threads, trainingRows: nil,
    evaluationRows: saved.evaluationRows)
  try saved.restore(into: network.states)
  return network
}

extension Targets {
  /// What a model with such targets does.
  fileprivate var words: String {
    switch self {
    case .classes: "tells classes apart"
    case .values(let count): count == 1 ? "gives a plain number" : "gives \(count) plain numbers"
    }
  }
}
