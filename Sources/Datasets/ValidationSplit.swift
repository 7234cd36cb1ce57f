public import Source

/// Which rows the validation figures are measured on.
public enum ValidationSplit: Hashable, Sendable {
  /// So many of the first rows of the training set.
  case rows(Int)
  /// This part of the training set, its first rows, rounded to the nearest row.
  case fraction(Double)
  /// The test set.
  case test
  /// None: no validation figures.
  case none

  /// Reads `5000`, `0.1`, `test` or `none`.
  ///
  /// - Throws: E0311 for any other text, for no rows, and for a fraction outside (0, 1).
  public init(parsing text: String) throws(InputError) {
    if text == "test" {
      self = .test
    } else if text == "none" {
      self = .none
    } else if let rows = Int(text), rows > 0 {
      self = .rows(rows)
    } else if Int(text) == nil, let fraction = Double(text), fraction > 0, fraction < 1 {
      self = .fraction(fraction)
    } else {
      throw InputError(
        Diagnostic(
          code: "E0311", "'\(text)' does not say which rows to validate on",
          help: [
            "give a number of rows (5000), a fraction between 0 and 1 (0.1), 'test' or 'none'"
          ]))
    }
  }
}
