import ArgumentParser
import Datasets
import Lowering
import Operators
import Reporting
import Source
import Training

/// `--report`, `--top`: the measures of a model's answers.
struct MeasureOptions: ParsableArguments {
  @Flag(
    help:
      "Tell how well the classes of the test rows are told, or how far off plain numbers are."
  )
  var report = false

  @Option(
    parsing: .unconditional,
    help: "With --report: how often the class is among the K most probable ones, too.")
  var top: Int?

  func validate() throws {
    if let top, top < 1 { throw ValidationError("--top must be at least 1") }
    if top != nil, !report { throw ValidationError("--top has an effect only with --report") }
  }

  /// Refuses what cannot be reported, before a model is trained.
  ///
  /// - Throws: E0704 without test rows, E0751 for classes where there are plain numbers.
  func require(_ test: Rows?, of model: Model) throws(InputError) {
    if top != nil, model.head == .linear {
      throw InputError(
        Diagnostic(
          code: "E0751", "--top is about classes, and the model gives plain numbers",
          help: ["leave it out"]))
    }
    guard report, test == nil else { return }
    throw InputError(
      Diagnostic(code: "E0704", "--report is about the test rows, and the data has none"))
  }

  /// The measures of a network's answers to rows, where they were asked for.
  func measure(
    _ network: Network, on rows: Rows?, loaded: LoadedRows?, classNames: [String]
  ) throws -> MeasuresReport? {
    guard report, let rows, let loaded else { return nil }
    let outputs = try network.predict(loaded)
    return MeasuresReport(
      try rows.measures(of: outputs, by: network.model, top: top), classNames: classNames)
  }
}
