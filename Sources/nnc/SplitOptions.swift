import ArgumentParser
import Datasets

/// `--valid`, `--test`, `--split`, `--split-seed`: which rows are for what.
struct SplitOptions: ParsableArguments {
  @Option(help: "Validation rows: a number or a fraction of the training rows, test, or none.")
  var valid: String?

  @Option(
    help: """
      Test rows of data that has none of its own: a number, a fraction, or none (default: 0.25 of a \
      table).
      """)
  var test: String?

  @Option(
    help: """
      Which rows are taken: first, random or stratified, by class (default: of a table, arrays or \
      pictures stratified, or random where the label is a number; else first).
      """)
  var split: String?

  @Option(
    parsing: .unconditional,
    help: "What the choice of rows depends on, apart from --seed (default: 1).")
  var splitSeed: UInt64?

  func validate() throws {
    if let splitSeed, splitSeed > 1 << 53 {
      throw ValidationError("--split-seed must be at most 2^53")
    }
  }

  /// The settings; those that were not given are left to the data.
  func settings() throws -> SplitSettings {
    var settings = SplitSettings()
    settings.test = try test.map { try TestSplit(parsing: $0) }
    settings.validation = try valid.map { try ValidationSplit(parsing: $0) }
    settings.method = try split.map { try SplitMethod(parsing: $0) }
    settings.seed = splitSeed ?? settings.seed
    return settings
  }
}
