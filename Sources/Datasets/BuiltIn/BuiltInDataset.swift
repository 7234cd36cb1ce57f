import Source

/// A data set that is in the program itself.
struct BuiltInDataset: Sendable {
  /// Its name.
  let name: String
  /// What it is, in a few words.
  let what: String
  /// The number of its training rows, unless the user says otherwise.
  let trainCount: Int
  /// The number of its test rows, unless the user says otherwise.
  let testCount: Int
  /// The shape of a row.
  let shape: [Int]
  /// The number of its classes, unless the user says otherwise.
  let classCount: Int
  /// Makes it for settings, such as `rows=2000,noise=0.1`; `text` is what the user gave.
  let make: @Sendable (_ settings: String?, _ text: String) throws(InputError) -> Dataset

  /// All that there are.
  static let all: [BuiltInDataset] =
    [
      BuiltInDataset(
        name: "iris", what: "Fisher's irises: four lengths in cm, three species",
        trainCount: Iris.trainCount, testCount: Iris.testCount, shape: [4], classCount: 3,
        make: Iris.dataset)
    ]
    + PointSet.all.map { set in
      BuiltInDataset(
        name: set.name, what: set.what, trainCount: PointSettings.defaultRows,
        testCount: PointSettings.defaultRows / PointSettings.rowsPerTestRow, shape: [2],
        classCount: set.classCount, make: set.dataset)
    }

  /// Opens a data set by its name and, behind a colon, settings; nil where none has the name.
  ///
  /// - Throws: E0340 for settings that it does not have.
  static func open(_ text: String) throws(InputError) -> Dataset? {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard let builtIn = all.first(where: { $0.name == parts[0] }) else { return nil }
    return try builtIn.make(parts.count > 1 ? String(parts[1]) : nil, text)
  }
}
