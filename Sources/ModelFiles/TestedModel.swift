public import Datasets
import Lowering
import Operators
public import Source
public import Training

/// A saved model with the test rows of a data set.
public struct TestedModel {
  /// The model as it was saved.
  public let saved: SavedModel
  /// Its network.
  public let network: Network
  /// The data set, with the kind of labels that the model learnt from.
  public let dataset: Dataset
  /// The rows that it is tested on.
  public let rows: Rows
  /// What is to be told of the rows.
  public let warnings: [Diagnostic]

  /// Puts together a model, its network and the rows of a data set that it is tested on.
  ///
  /// - Parameter limit: how many of the rows are taken; nil for all.
  /// - Throws: E0704 where there are none, or none with labels.
  public init(
    _ saved: SavedModel, _ network: Network, on dataset: Dataset, limit: Int?
  ) throws(InputError) {
    let (found, warnings) = try saved.testRows(of: dataset)
    let rows = limit.map(found.prefix) ?? found
    self.saved = saved
    self.network = network
    self.dataset = dataset
    self.rows = rows
    self.warnings = warnings + saved.warnings(about: rows)
  }

  /// Refuses a model whose answers cannot be held against this one's; both are named by their paths.
  ///
  /// - Throws: E0732 for other inputs, other classes, or other rows.
  public func check(
    isComparableWith other: TestedModel, _ path: String, _ otherPath: String
  ) throws(InputError) {
    func refuse(_ what: String, _ mine: String, _ theirs: String) -> InputError {
      InputError(
        "E0732", "the models cannot be compared: they \(what)", in: otherPath,
        help: ["'\(printable(path))' \(mine), '\(printable(otherPath))' \(theirs)"])
    }
    let (mine, theirs) = (saved.model, other.saved.model)
    guard mine.inputShape.reduce(1, *) == theirs.inputShape.reduce(1, *) else {
      throw refuse("take other rows", "takes \(saved.sizes)", "takes \(other.saved.sizes)")
    }
    let counts = [mine, theirs].map { $0.head == .linear ? $0.outputCount : max($0.outputCount, 2) }
    let areAlike = (mine.head == .linear) == (theirs.head == .linear)
    let haveNames = !saved.classNames.isEmpty && !other.saved.classNames.isEmpty
    guard areAlike, counts[0] == counts[1],
      !haveNames || saved.classNames == other.saved.classNames
    else { throw refuse("answer differently", saved.answers, other.saved.answers) }
    guard rows.isSame(as: other.rows) else {
      throw refuse(
        "were not tested on the same rows: their table was split, or its missing cells filled, "
          + "differently",
        "has \(rows.count) test rows", "has \(other.rows.count)")
    }
  }
}

extension SavedModel {
  /// The sizes of a row in words.
  fileprivate var sizes: String { model.inputShape.map(String.init).joined(separator: "x") }

  /// What the model does in words.
  fileprivate var answers: String {
    guard model.head != .linear else { return "gives \(model.outputCount) plain numbers" }
    let names = classNames.prefix(4).map { printable($0) }.joined(separator: ", ")
    let rest = classNames.count > 4 ? ", …" : ""
    return "tells \(max(model.outputCount, 2)) classes apart"
      + (names.isEmpty ? "" : " (\(names)\(rest))")
  }
}
