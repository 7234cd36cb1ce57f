import ArgumentParser
import Datasets
import Source

/// How a table is read.
struct TableFlags: ParsableArguments {
  @Option(
    help: "What separates a table's cells: comma, semicolon, tab or space (default: as found).")
  var delimiter: String?

  @Option(help: "Whether a table's first line names its columns: yes or no (default: as found).")
  var header: Header?

  @Option(
    parsing: .unconditional,
    help: "A table's label: a column by name or number, or several, as in 5-7 (default: the last).")
  var label: String?

  @Option(
    parsing: .unconditional,
    help: """
      What becomes of a table's missing cells: error (default), drop, mean, median or a number. A \
      saved model fills them as in training, unless error, drop or a number is given.
      """)
  var missing: String?

  enum Header: String, ExpressibleByArgument, CaseIterable {
    case yes, no
  }

  /// What was said.
  ///
  /// - Parameter missing: what becomes of missing cells where nothing was said.
  func options(missing rule: MissingPolicy? = nil) throws -> TableOptions {
    var options = TableOptions()
    options.delimiter = try delimiter.map { try Delimiter(parsing: $0) }
    options.hasHeader = header.map { $0 == .yes }
    options.label = label
    options.missing = try missing.map { try MissingPolicy(parsing: $0) } ?? rule
    return options
  }

  /// Refuses options that have no effect on data that is no table.
  ///
  /// - Throws: E0709.
  func refuse(beside dataset: Dataset, _ name: String) throws(InputError) {
    let given = [
      ("--delimiter", delimiter != nil), ("--header", header != nil), ("--label", label != nil),
      ("--missing", missing != nil),
    ]
    if dataset.fingerprint == nil, let (option, _) = given.first(where: \.1) {
      throw InputError(
        Diagnostic(code: "E0709", "\(option) is for tables in files, which \(name) is not"))
    }
  }
}
