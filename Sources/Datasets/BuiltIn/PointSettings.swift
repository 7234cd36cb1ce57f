import Source

/// How many points of a set are drawn and how, as in `rows=2000,noise=0.1,classes=3,seed=7`.
struct PointSettings: Hashable {
  /// The number of rows to train on, where the user does not say.
  static let defaultRows = 1000
  /// So many training rows have one test row, where the user does not say.
  static let rowsPerTestRow = 4

  /// The number of rows to train on.
  var rows = defaultRows
  /// The number of rows to test on.
  var test = defaultRows / rowsPerTestRow
  /// The standard deviation of what is added to each coordinate.
  var noise: Double
  /// The number of classes.
  var classes: Int
  /// The seed of all random numbers.
  var seed: UInt64 = 1

  /// Reads the settings that a set of points has.
  ///
  /// - Throws: E0340 for names that it does not have, for values out of range, and for what comes twice.
  init(_ text: String?, of set: PointSet) throws(InputError) {
    noise = set.noise
    classes = set.classCount
    guard let text else { return }
    var given: Set<String> = []
    for setting in text.split(separator: ",", omittingEmptySubsequences: false) {
      let parts = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else {
        throw PointSettings.error(
          "\(quoted(setting)) is no setting of '\(set.name)'",
          help: "settings are written as in '\(set.name):rows=2000,noise=0.1'")
      }
      let name = String(parts[0])
      guard given.insert(name).inserted else {
        throw PointSettings.error("'\(set.name)' is given \(quoted(name)) twice")
      }
      try apply(name, String(parts[1]), to: set)
    }
    if !given.contains("test") { test = max(rows / PointSettings.rowsPerTestRow, 1) }
    guard rows >= classes else {
      throw PointSettings.error("'\(set.name)' needs a row for each of its \(classes) classes")
    }
  }

  private mutating func apply(
    _ name: String, _ value: String, to set: PointSet
  ) throws(InputError) {
    func number<Value: LosslessStringConvertible & Comparable>(
      _ range: ClosedRange<Value>
    ) throws(InputError) -> Value {
      guard let number = Value(value), range.contains(number) else {
        throw PointSettings.error(
          "\(name) of '\(set.name)' cannot be \(quoted(value))",
          help: "it goes from \(range.lowerBound) to \(range.upperBound)")
      }
      return number
    }
    switch name {
    case "rows": rows = try number(1...10_000_000)
    case "test": test = try number(1...10_000_000)
    case "noise": noise = try number(0...1000)
    case "seed": seed = try number(0...(1 << 53))
    case "classes" where set.hasClasses: classes = try number(2...100)
    case "classes":
      throw PointSettings.error("'\(set.name)' always has \(set.classCount) classes")
    default:
      let names = ["rows", "test", "noise", "seed"] + (set.hasClasses ? ["classes"] : [])
      throw PointSettings.error(
        "'\(set.name)' has no setting \(quoted(name))",
        help: nearestName(to: name, among: names).map { "did you mean '\($0)'?" }
          ?? "it has \(names.joined(separator: ", "))")
    }
  }

  private static func error(_ message: String, help: String? = nil) -> InputError {
    InputError(Diagnostic(code: "E0340", message, help: help.map { [$0] } ?? []))
  }
}
