public import Source

/// Which rows the validation figures are measured on.
public enum ValidationSplit: Hashable, Sendable {
  /// So many rows of the training set; which ones, says the `SplitMethod`.
  case rows(Int)
  /// This part of the training set, rounded to the nearest row.
  case fraction(Double)
  /// The test set.
  case test
  /// None: no validation figures.
  case none

  /// Reads `5000`, `0.1`, `test` or `none`.
  ///
  /// - Throws: E0311 for any other text, for no rows, and for a fraction outside (0, 1).
  public init(parsing text: String) throws(InputError) {
    switch (text, RowShare(parsing: text)) {
    case ("test", _): self = .test
    case ("none", _): self = .none
    case (_, .rows(let rows)?): self = .rows(rows)
    case (_, .fraction(let fraction)?): self = .fraction(fraction)
    case (_, nil):
      throw InputError(
        Diagnostic(
          code: "E0311", "'\(text)' does not say which rows to validate on",
          help: [
            "give a number of rows (5000), a fraction between 0 and 1 (0.1), 'test' or 'none'"
          ]))
    }
  }
}
