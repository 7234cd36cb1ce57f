public import Source

/// Which rows are held out of training.
public enum Holdout: Hashable, Sendable, CustomStringConvertible {
  /// What rows are held out for.
  public enum Purpose: Sendable {
    /// To test on when training is done.
    case test
    /// To validate on after each epoch.
    case validation
  }

  /// So many of the training rows; which ones, says the `SplitMethod`.
  case rows(Int)
  /// This part of the training rows: to test on rounded up to a whole row, and to validate on to
  /// the nearest one.
  case fraction(Double)
  /// The test rows, to be validated on, too.
  case test
  /// None.
  case none

  /// What a table is tested on where the user does not say: a quarter.
  public static let standardTest = Holdout.fraction(0.25)

  /// Reads `400`, `0.25` or `none`; to validate on also `test`.
  ///
  /// - Throws: E0311 for any other text, for no rows, and for a fraction outside (0, 1).
  public init(parsing text: String, for purpose: Purpose) throws(InputError) {
    let fraction = Double(text) ?? 0
    if text == "none" {
      self = .none
    } else if text == "test", purpose == .validation {
      self = .test
    } else if let rows = Int(text), rows > 0 {
      self = .rows(rows)
    } else if Int(text) == nil, fraction > 0, fraction < 1 {
      self = .fraction(fraction)
    } else {
      let others = purpose == .validation ? ", 'test' or 'none'" : ", or 'none'"
      throw InputError(
        Diagnostic(
          code: "E0311", "\(quoted(text)) does not say which rows to \(purpose.verb)",
          help: ["give a number of rows (400), a fraction between 0 and 1 (0.25)\(others)"]))
    }
  }

  /// The text form, which reads back.
  public var description: String {
    switch self {
    case .rows(let count): String(count)
    case .fraction(let fraction): String(fraction)
    case .test: "test"
    case .none: "none"
    }
  }

  /// The number of rows that are taken out of `count`; nil where none are.
  func length(of count: Int, for purpose: Purpose) -> Int? {
    switch self {
    case .rows(let rows): rows
    case .fraction(let fraction):
      Int((fraction * Double(count)).rounded(purpose == .test ? .up : .toNearestOrAwayFromZero))
    case .test, .none: nil
    }
  }
}

extension Holdout.Purpose {
  /// What is done with the rows.
  var verb: String { self == .test ? "test on" : "validate on" }
  /// What the rows are called.
  var name: String { self == .test ? "test" : "validation" }
  /// The command line's option.
  var option: String { self == .test ? "--test" : "--valid" }
  /// The random numbers that rows are drawn by.
  var draw: RowDraw.Purpose { self == .test ? .test : .validation }
}
