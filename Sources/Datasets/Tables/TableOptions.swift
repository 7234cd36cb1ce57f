public import Source

/// How a table is read.
public struct TableOptions: Hashable, Sendable {
  /// What stands between the cells; found out where it is nil.
  public var delimiter: Delimiter?
  /// Whether the first line names the columns; found out where it is nil.
  public var hasHeader: Bool?
  /// Which columns are the label: names or numbers, as `ColumnChoice` reads them; the last column
  /// where it is nil.
  public var label: String?
  /// What becomes of missing cells; where it is nil they are errors, or become what a model that the
  /// table is for knows of its training rows.
  public var missing: MissingPolicy?

  /// What is found out by itself, the last column for a label, and no cell missing but where a model
  /// knows what fills it.
  public init() {}
}

/// What becomes of cells that hold nothing.
public enum MissingPolicy: Hashable, Sendable {
  /// They are errors.
  case error
  /// Rows with such a cell are left out.
  case drop
  /// They take the mean of their column's cells in the training rows.
  case mean
  /// They take the median of their column's cells in the training rows.
  case median
  /// They take this number.
  case number(Float)

  /// Reads `error`, `drop`, `mean`, `median` or a number.
  ///
  /// - Throws: E0325 for any other text, and for numbers beyond single precision.
  public init(parsing text: String) throws(InputError) {
    switch text {
    case "error": self = .error
    case "drop": self = .drop
    case "mean": self = .mean
    case "median": self = .median
    default:
      guard let number = Float(text), number.isFinite else {
        throw InputError(
          Diagnostic(
            code: "E0325", "\(quoted(text)) does not say what becomes of missing cells",
            help: ["give 'error', 'drop', 'mean', 'median' or a number"]))
      }
      self = .number(number)
    }
  }
}
