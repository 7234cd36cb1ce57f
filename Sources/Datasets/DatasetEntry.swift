/// A data set that can be opened by name.
public struct DatasetEntry: Sendable {
  /// Where its rows are.
  public enum Place: Hashable, Sendable {
    /// In the program.
    case builtIn
    /// In this folder.
    case folder(String)
    /// In none of the folders that are searched.
    case missing(howToGet: String)
  }

  /// Its name.
  public var name: String
  /// What it is, in a few words.
  public var what: String
  /// The number of its training rows, as published; nil where it comes in several sizes.
  public var trainCount: Int?
  /// The number of its test rows, as published.
  public var testCount: Int?
  /// The shape of a row.
  public var shape: [Int]
  /// The number of its classes.
  public var classCount: Int
  /// Where its rows are.
  public var place: Place
}
