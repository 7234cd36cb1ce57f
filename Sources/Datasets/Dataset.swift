/// Labelled rows to train and test a network on.
public struct Dataset: Sendable {
  /// The name it goes by: a known data set's name, or its folder's last component.
  public var name: String
  /// The folder it was read from.
  public var folder: String
  /// The rows to train on, validation rows included until `split(_:)` takes them out.
  public var train: Rows
  /// The rows to test on, of the same shape and storage as `train`, where the folder has them.
  public var test: Rows?
  /// A name per class: a known data set's real ones, otherwise "0", "1", ….
  public var classNames: [String]
  /// The validation rows that are taken when the user does not say: for the published
  /// Fashion-MNIST the first 5,000 rows of `train`, for every other data set none.
  public var defaultValidation: ValidationSplit

  /// Makes a data set of rows that agree with each other.
  public init(
    name: String, folder: String, train: Rows, test: Rows?, classNames: [String],
    defaultValidation: ValidationSplit = .none
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

  /// The number of classes: the largest label of `train` and one.
  public var classCount: Int { classNames.count }

  /// The data set with only the first `length` rows of each part. The rows that are validated on
  /// by default shrink in proportion.
  ///
  /// - Precondition: `length` is positive.
  public func prefix(_ length: Int) -> Dataset {
    var shorter = self
    shorter.train = train.prefix(length)
    shorter.test = test?.prefix(length)
    if case .rows(let rows) = defaultValidation {
      let share = rows * shorter.train.count / train.count
      shorter.defaultValidation = share > 0 ? .rows(share) : .none
    }
    return shorter
  }
}
