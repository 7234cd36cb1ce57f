public import Source

/// Which rows are taken when rows are split.
public enum SplitMethod: String, CaseIterable, Hashable, Sendable {
  /// The first ones, as they stand.
  case first
  /// Rows drawn at random.
  case random
  /// Rows drawn at random within each class, in the classes' proportions.
  case stratified

  /// Reads the word.
  ///
  /// - Throws: E0311 for any other text.
  public init(parsing text: String) throws(InputError) {
    guard let method = SplitMethod(rawValue: text) else {
      throw InputError(
        Diagnostic(
          code: "E0311", "\(quoted(text)) is no way to split rows",
          help: ["known are \(SplitMethod.allCases.map(\.rawValue).joined(separator: ", "))"]))
    }
    self = method
  }
}

/// Which rows of data without test rows become test rows.
public enum TestSplit: Hashable, Sendable, CustomStringConvertible {
  /// So many.
  case rows(Int)
  /// This part, rounded up to a whole row.
  case fraction(Double)
  /// None.
  case none

  /// What a table is split by where the user does not say: a quarter.
  public static let standard = TestSplit.fraction(0.25)

  /// Reads `400`, `0.25` or `none`.
  ///
  /// - Throws: E0311 for any other text, for no rows, and for a fraction outside (0, 1).
  public init(parsing text: String) throws(InputError) {
    switch (text, RowShare(parsing: text)) {
    case ("none", _): self = .none
    case (_, .rows(let rows)?): self = .rows(rows)
    case (_, .fraction(let fraction)?): self = .fraction(fraction)
    case (_, nil):
      throw InputError(
        Diagnostic(
          code: "E0311", "\(quoted(text)) does not say which rows to test on",
          help: ["give a number of rows (400), a fraction between 0 and 1 (0.25), or 'none'"]))
    }
  }

  /// The text form, which reads back.
  public var description: String {
    switch self {
    case .rows(let count): String(count)
    case .fraction(let fraction): String(fraction)
    case .none: "none"
    }
  }
}

/// How the rows of a data set are split.
public struct SplitSettings: Hashable, Sendable {
  /// The test rows of data that has none of its own; for nil a quarter of a table, and none of any
  /// other data.
  public var test: TestSplit?
  /// The validation rows; for nil the data's default.
  public var validation: ValidationSplit?
  /// The rows that are taken; for nil the first ones, but of a table, of arrays and of pictures at
  /// random, and within each class where there are classes.
  public var method: SplitMethod?
  /// What the draws depend on, apart from the seed of training, so that another of these leaves the
  /// rows where they are.
  public var seed: UInt64 = 1

  /// The defaults.
  public init() {}

  /// What the command line said, by its options' names: `test`, `valid`, `split` and `split-seed`.
  ///
  /// - Throws: E0311 for texts that say none.
  public init(options: [String: String]) throws(InputError) {
    test = try options["test"].map(TestSplit.init(parsing:))
    validation = try options["valid"].map(ValidationSplit.init(parsing:))
    method = try options["split"].map(SplitMethod.init(parsing:))
    guard let text = options["split-seed"] else { return }
    guard let seed = UInt64(text) else {
      throw InputError(Diagnostic(code: "E0311", "\(quoted(text)) is no seed of a split"))
    }
    self.seed = seed
  }
}
