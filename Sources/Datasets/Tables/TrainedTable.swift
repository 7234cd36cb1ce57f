public import Source

/// What a trained model knows of the table it learned from.
public struct TrainedTable: Hashable, Sendable {
  /// The columns.
  public var schema: TableSchema
  /// The names of the classes; none where the labels are plain numbers.
  public var classNames: [String]
  /// The number that each class stands for, where it is one.
  public var classNumbers: [Float]?
  /// How the table was split, by which its test rows are found again.
  public var split: TableSplit?

  /// Makes one.
  public init(schema: TableSchema, classNames: [String], classNumbers: [Float]?) {
    self.schema = schema
    self.classNames = classNames
    self.classNumbers = classNumbers
  }
}

/// How a table was split into training and test rows.
public struct TableSplit: Hashable, Sendable {
  /// The test rows.
  public var test: Holdout
  /// How they were taken.
  public var method: SplitMethod
  /// What the draws depended on.
  public var seed: UInt64
  /// How many rows there were.
  public var rows: Int
  /// The number by which the table's file is known again.
  public var fingerprint: UInt64

  /// Makes one.
  public init(test: Holdout, method: SplitMethod, seed: UInt64, rows: Int, fingerprint: UInt64) {
    self.test = test
    self.method = method
    self.seed = seed
    self.rows = rows
    self.fingerprint = fingerprint
  }
}

extension Dataset {
  /// What a model that is trained on these parts has to keep of the table; nil where it is none.
  public func trainedTable(_ parts: Parts) -> TrainedTable? {
    guard let schema = parts.table else { return nil }
    var trained = TrainedTable(schema: schema, classNames: classNames, classNumbers: classNumbers)
    if let (test, method, seed) = parts.testSplit, let fingerprint {
      trained.split = TableSplit(
        test: test, method: method, seed: seed, rows: train.count, fingerprint: fingerprint)
    }
    return trained
  }

  /// The rows to evaluate a trained model on: the test rows where the data has some of its own, or
  /// where it is the very table that the model was trained on, so that they can be split off again;
  /// else all rows of a table. Nil where there are none.
  public func evaluationRows(for trained: TrainedTable?) throws(InputError) -> Rows? {
    if let test { return test }
    guard table != nil else { return nil }
    guard let split = trained?.split, split.rows == train.count, split.fingerprint == fingerprint
    else { return train }
    var settings = SplitSettings()
    settings.test = split.test
    settings.method = split.method
    settings.seed = split.seed
    return try parts(settings).test
  }
}
