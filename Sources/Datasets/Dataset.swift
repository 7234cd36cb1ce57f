public import Source

/// Labelled rows to train and test a network on.
public struct Dataset: Sendable {
  /// The name it goes by: a known data set's name, or its folder's last component.
  public var name: String
  /// The folder it was read from.
  public var folder: String
  /// The rows to train on, validation rows included until `parts(_:)` takes them out.
  public var train: Rows
  /// The rows to test on, of the same shape and storage as `train`, where the folder has them.
  public var test: Rows?
  /// A name per class: a known data set's real ones, otherwise "0", "1", ….
  public var classNames: [String]
  /// The number that each class stands for, where the labels were whole numbers.
  public var classNumbers: [Float]?
  /// What is wrong with whole numbers as labels where they are to be classes.
  var classFault: InputError?
  /// The columns that the rows were made of, where they were a table's.
  public var table: TableSchema?
  /// What is to be said of it before a network learns from it.
  public var warnings: [Diagnostic] = []
  /// How many rows of its tables were left out since they lack a cell.
  public var leftOutRows = 0
  /// A number by which a table's file is known again.
  public var fingerprint: UInt64?
  /// Whether the rows may stand in the order of their classes, as pictures in folders do, so that no
  /// part of them is taken from one end.
  var mayBeSorted = false
  /// Whether rows are drawn where they are split and the user does not say how.
  var isDrawn: Bool { table != nil || mayBeSorted }
  /// Whether these are only the first rows of more.
  var isLimited = false
  /// What missing cells, which are NaN in the rows, are to be filled by when these are split.
  var pendingFill: MissingPolicy?
  /// The validation rows that are taken when the user does not say: of the known data sets 5,000,
  /// which are the first ones of `train`, of every other none.
  public var defaultValidation: Holdout

  /// Makes a data set of rows that agree with each other.
  public init(
    name: String, folder: String, train: Rows, test: Rows?, classNames: [String],
    defaultValidation: Holdout = .none
  ) {
    self.name = name
    self.folder = folder
    self.train = train
    self.test = test
    self.classNames = classNames
    self.defaultValidation = defaultValidation
  }

  /// The shape of one row, such as [28, 28].
  public var inputShape: [Int] { train.shape }

  /// Checks that a network can tell the classes apart that the labels are.
  ///
  /// - Throws: E0309 where rows have a whole number that is no class of the training rows, E0330
  ///   where one is written in several ways.
  public func checkClasses() throws(InputError) {
    if let classFault { throw classFault }
  }

  /// The number of classes; 0 where the labels are plain numbers.
  public var classCount: Int { classNames.count }

  /// The numbers that each row's label has, where the labels are plain numbers.
  public var valueCount: Int? {
    if case .values(_, let columns) = train.labels { columns } else { nil }
  }

  /// The data set for a network of `outputs` plain numbers: classes become numbers, by
  /// `classNumbers` or else their index for one output, and otherwise 1 in their own column.
  public func valued(outputs: Int) -> Dataset {
    guard case .classes = train.labels else { return self }
    func valued(_ rows: Rows) -> Rows {
      rows.labelled(rows.labels.asValues(columns: outputs, numbers: classNumbers))
    }
    var dataset = self
    dataset.train = valued(train)
    dataset.test = test.map(valued)
    return dataset
  }

  /// The data set with only the first `length` rows of each part. The rows that are validated on
  /// by default shrink in proportion.
  ///
  /// - Precondition: `length` is positive.
  public func prefix(_ length: Int) -> Dataset {
    var shorter = self
    shorter.train = train.prefix(length)
    shorter.isLimited = isLimited || train.count > length
    shorter.test = test?.prefix(length)
    if case .rows(let rows) = defaultValidation {
      let share = rows * shorter.train.count / train.count
      shorter.defaultValidation = share > 0 ? .rows(share) : .none
    }
    return shorter
  }
}
