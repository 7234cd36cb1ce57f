import ArgumentParser
import Datasets
import Source

/// `--valid`, `--test`, `--split`, `--split-seed`: which rows are for what.
struct SplitOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: "Validation rows: a number or a fraction of the training rows, test, or none.")
  var valid: String?

  @Option(
    parsing: .unconditional,
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
    for (option, text) in [("--valid", valid), ("--test", test)] where text == "1" {
      throw ValidationError(
        "\(option) 1 is one row, which is too few, or all of them, which is too many: give a number "
          + "of rows (400) or a fraction between 0 and 1 (0.25)")
    }
    if splitSeed != nil, split == SplitMethod.first.rawValue {
      throw ValidationError("--split first draws no rows: --split-seed has no effect beside it")
    }
  }

  /// The settings; those that were not given are left to the data.
  func settings() throws(InputError) -> SplitSettings { try SplitSettings(options: given) }

  /// Refuses options that nothing was split by.
  ///
  /// - Throws: E0750.
  func requireEffect(on parts: Parts, of dataset: Dataset) throws {
    let hasOwnValidation = try parts.validation != nil && settings().validation != .test
    guard parts.testSplit != nil || hasOwnValidation else {
      return try refuse("no rows are split off", help: "--valid and --test say which rows are")
    }
    try requireDraws(from: dataset)
  }

  /// Refuses a seed where the first rows are taken, as they are of data that is no table.
  ///
  /// - Throws: E0750.
  func requireDraws(from dataset: Dataset) throws {
    guard dataset.table == nil, split == nil, splitSeed != nil else { return }
    try refuse("the first rows are taken", help: "--split random draws them")
  }

  private func refuse(_ reason: String, help: String) throws {
    let given = [("--split", split != nil), ("--split-seed", splitSeed != nil)]
    guard let (option, _) = given.first(where: \.1) else { return }
    throw InputError(
      Diagnostic(code: "E0750", "\(option) has no effect: \(reason)", help: [help]))
  }
}
