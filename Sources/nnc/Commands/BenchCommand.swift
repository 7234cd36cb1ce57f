import ArgumentParser
import Datasets
import Lowering
import Reporting
import Source
import Training

/// `nnc bench`.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Times a training step or a prediction beside its bare matrix products.",
    discussion: """
      Example:
        nnc bench models/fashion.nn --data fashion
        nnc bench models/fashion.nn --inference --batch 1 --threads 1
      """)

  @Argument(help: "The model, a .nn file.")
  var model: String

  @Flag(help: "Time a prediction instead of a training step.")
  var inference = false

  @Option(help: "How many times to measure.")
  var repeats = 60

  @OptionGroup var level: LevelOption
  @OptionGroup var disabled: DisableOption
  @OptionGroup var data: DataOptions
  @OptionGroup var settings: SettingOptions
  @OptionGroup var threads: ThreadsOption
  @OptionGroup var format: FormatOption

  func validate() throws {
    if !(1...100_000).contains(repeats) {
      throw ValidationError("--repeats must be from 1 to 100000")
    }
  }

  func run() throws {
    let terminal = Terminal(environment: environment)
    let dataset = try data.open()
    let model = try readModel(self.model, settings, data: data.facts(dataset), terminal)
    let batch = try rowsOfBatch(model, dataset)
    let rows =
      try dataset.map { LoadedRows($0.train) }
      ?? LoadedRows(
        random: max(batch, min(60_000, 20 * batch)), columns: model.inputShape.reduce(1, *),
        classes: model.outputCount == 1 ? 2 : model.outputCount, seed: model.settings.seed)
    let subject = inference ? StepBenchmark.Subject.prediction : .trainingStep
    let figures = try StepBenchmark(
      model, subject: subject, rows: rows, batch: batch, threads: threads.count,
      level: level.optimization, disabling: disabled.names, repeats: repeats)
    let report = BenchReport(figures, subject: subject)
    try format.write(report.text, report.json, to: terminal)
  }
}
