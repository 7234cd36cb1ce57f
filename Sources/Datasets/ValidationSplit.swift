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

extension Dataset {
  /// The rows to train on and the rows to validate on. The validation rows are the first of the
  /// training set and are not trained on, or are the test set.
  ///
  /// - Throws: E0311 where the split would leave one of the two without rows.
  public func split(
    _ validation: ValidationSplit
  ) throws(InputError) -> (train: Rows, validation: Rows?) {
    let length: Int
    switch validation {
    case .none: return (train, nil)
    case .test:
      guard let test else {
        throw InputError(
          "E0311", "data set '\(name)' has no test rows to validate on", in: folder,
          help: ["give a number of training rows instead, such as '--valid 0.1'"])
      }
      return (train, test)
    case .rows(let rows): length = rows
    case .fraction(let fraction): length = Int((fraction * Double(train.count)).rounded())
    }
    guard (1..<train.count).contains(length) else {
      throw InputError(
        "E0311",
        "\(length) validation rows of \(train.count) leave "
          + (length > 0 ? "none to train on" : "none to validate on"),
        in: train.origin,
        help: ["from 1 to \(train.count - 1) rows can be taken; 'none' takes none"])
    }
    return (train[length..<train.count], train[0..<length])
  }
}
