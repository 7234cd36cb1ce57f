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

/// How the rows of a data set are split.
public struct SplitSettings: Hashable, Sendable {
  /// The test rows of data that has none of its own; for nil a quarter of a table, and none of any
  /// other data.
  public var test: Holdout?
  /// The validation rows; for nil the data's default.
  public var validation: Holdout?
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
    test = try options["test"].map { text throws(InputError) in
      try Holdout(parsing: text, for: .test)
    }
    validation = try options["valid"].map { text throws(InputError) in
      try Holdout(parsing: text, for: .validation)
    }
    method = try options["split"].map(SplitMethod.init(parsing:))
    guard let text = options["split-seed"] else { return }
    guard let seed = UInt64(text) else {
      throw InputError(Diagnostic(code: "E0311", "\(quoted(text)) is no seed of a split"))
    }
    self.seed = seed
  }
}
