import Kernels
import Source

/// Fisher's irises: sepal length, sepal width, petal length and petal width in cm of fifty plants of
/// each of three species.
///
/// Source: R. A. Fisher, "The use of multiple measurements in taxonomic problems", Annals of Eugenics
/// 7(2), 1936; the values are scikit-learn's, which are those of the paper.
enum Iris {
  /// The species, in the order of the rows.
  static let classNames = ["setosa", "versicolor", "virginica"]
  /// The names of the columns.
  private static let columnNames = ["sepal_length", "sepal_width", "petal_length", "petal_width"]
  /// The number of plants of each species that are trained on.
  private static let trainPerClass = 40
  private static let rowsPerClass = 50
  /// The number of rows to train on.
  static let trainCount = classNames.count * trainPerClass
  /// The number of rows to test on.
  static let testCount = classNames.count * (rowsPerClass - trainPerClass)

  /// Splits the plants: of each species the same number, drawn by a fixed seed, is tested on. The rows
  /// to train on come in random order.
  ///
  /// - Throws: E0340 for settings: there are none.
  static func dataset(_ settings: String?, _ text: String) throws(InputError) -> Dataset {
    guard settings == nil else {
      throw InputError(Diagnostic(code: "E0340", "'iris' has no settings"))
    }
    var random = RandomStream(seed: 1, stream: PointSet.streams)
    var plants = EpochShuffle(count: rowsPerClass)
    var train: [Int32] = []
    var test: [Int32] = []
    for species in classNames.indices {
      plants.shuffle { random.below($0) }
      let rows = plants.order.map { Int32(species * rowsPerClass) + $0 }
      train += rows.prefix(trainPerClass)
      test += rows.dropFirst(trainPerClass)
    }
    var order = EpochShuffle(count: train.count)
    order.shuffle { random.below($0) }
    var dataset = Dataset(
      name: "iris", folder: text, train: rows(order.order.map { train[Int($0)] }, text),
      test: rows(test, text), classNames: classNames)
    dataset.table = TableSchema(features: columnNames, labels: ["species"], hasNames: true)
    return dataset
  }

  private static func rows(_ plants: [Int32], _ origin: String) -> Rows {
    Rows(
      shape: [4], storage: .floats(plants.flatMap { values[4 * Int($0)..<4 * Int($0) + 4] }),
      labels: plants.map { $0 / Int32(rowsPerClass) }, origin: origin)
  }

  /// Four values of each plant.
  static let values = table.split(whereSeparator: \.isWhitespace).compactMap { Float($0) }

  private static let table = """
    5.1 3.5 1.4 0.2  4.9 3.0 1.4 0.2  4.7 3.2 1.3 0.2
    4.6 3.1 1.5 0.2  5.0 3.6 1.4 0.2  5.4 3.9 1.7 0.4
    4.6 3.4 1.4 0.3  5.0 3.4 1.5 0.2  4.4 2.9 1.4 0.2
    4.9 3.1 1.5 0.1  5.4 3.7 1.5 0.2  4.8 3.4 1.6 0.2
    4.8 3.0 1.4 0.1  4.3 3.0 1.1 0.1  5.8 4.0 1.2 0.2
    5.7 4.4 1.5 0.4  5.4 3.9 1.3 0.4  5.1 3.5 1.4 0.3
    5.7 3.8 1.7 0.3  5.1 3.8 1.5 0.3  5.4 3.4 1.7 0.2
    5.1 3.7 1.5 0.4  4.6 3.6 1.0 0.2  5.1 3.3 1.7 0.5
    4.8 3.4 1.9 0.2  5.0 3.0 1.6 0.2  5.0 3.4 1.6 0.4
    5.2 3.5 1.5 0.2  5.2 3.4 1.4 0.2  4.7 3.2 1.6 0.2
    4.8 3.1 1.6 0.2  5.4 3.4 1.5 0.4  5.2 4.1 1.5 0.1
    5.5 4.2 1.4 0.2  4.9 3.1 1.5 0.2  5.0 3.2 1.2 0.2
    5.5 3.5 1.3 0.2  4.9 3.6 1.4 0.1  4.4 3.0 1.3 0.2
    5.1 3.4 1.5 0.2  5.0 3.5 1.3 0.3  4.5 2.3 1.3 0.3
    4.4 3.2 1.3 0.2  5.0 3.5 1.6 0.6  5.1 3.8 1.9 0.4
    4.8 3.0 1.4 0.3  5.1 3.8 1.6 0.2  4.6 3.2 1.4 0.2
    5.3 3.7 1.5 0.2  5.0 3.3 1.4 0.2  7.0 3.2 4.7 1.4
    6.4 3.2 4.5 1.5  6.9 3.1 4.9 1.5  5.5 2.3 4.0 1.3
    6.5 2.8 4.6 1.5  5.7 2.8 4.5 1.3  6.3 3.3 4.7 1.6
    4.9 2.4 3.3 1.0  6.6 2.9 4.6 1.3  5.2 2.7 3.9 1.4
    5.0 2.0 3.5 1.0  5.9 3.0 4.2 1.5  6.0 2.2 4.0 1.0
    6.1 2.9 4.7 1.4  5.6 2.9 3.6 1.3  6.7 3.1 4.4 1.4
    5.6 3.0 4.5 1.5  5.8 2.7 4.1 1.0  6.2 2.2 4.5 1.5
    5.6 2.5 3.9 1.1  5.9 3.2 4.8 1.8  6.1 2.8 4.0 1.3
    6.3 2.5 4.9 1.5  6.1 2.8 4.7 1.2  6.4 2.9 4.3 1.3
    6.6 3.0 4.4 1.4  6.8 2.8 4.8 1.4  6.7 3.0 5.0 1.7
    6.0 2.9 4.5 1.5  5.7 2.6 3.5 1.0  5.5 2.4 3.8 1.1
    5.5 2.4 3.7 1.0  5.8 2.7 3.9 1.2  6.0 2.7 5.1 1.6
    5.4 3.0 4.5 1.5  6.0 3.4 4.5 1.6  6.7 3.1 4.7 1.5
    6.3 2.3 4.4 1.3  5.6 3.0 4.1 1.3  5.5 2.5 4.0 1.3
    5.5 2.6 4.4 1.2  6.1 3.0 4.6 1.4  5.8 2.6 4.0 1.2
    5.0 2.3 3.3 1.0  5.6 2.7 4.2 1.3  5.7 3.0 4.2 1.2
    5.7 2.9 4.2 1.3  6.2 2.9 4.3 1.3  5.1 2.5 3.0 1.1
    5.7 2.8 4.1 1.3  6.3 3.3 6.0 2.5  5.8 2.7 5.1 1.9
    7.1 3.0 5.9 2.1  6.3 2.9 5.6 1.8  6.5 3.0 5.8 2.2
    7.6 3.0 6.6 2.1  4.9 2.5 4.5 1.7  7.3 2.9 6.3 1.8
    6.7 2.5 5.8 1.8  7.2 3.6 6.1 2.5  6.5 3.2 5.1 2.0
    6.4 2.7 5.3 1.9  6.8 3.0 5.5 2.1  5.7 2.5 5.0 2.0
    5.8 2.8 5.1 2.4  6.4 3.2 5.3 2.3  6.5 3.0 5.5 1.8
    7.7 3.8 6.7 2.2  7.7 2.6 6.9 2.3  6.0 2.2 5.0 1.5
    6.9 3.2 5.7 2.3  5.6 2.8 4.9 2.0  7.7 2.8 6.7 2.0
    6.3 2.7 4.9 1.8  6.7 3.3 5.7 2.1  7.2 3.2 6.0 1.8
    6.2 2.8 4.8 1.8  6.1 3.0 4.9 1.8  6.4 2.8 5.6 2.1
    7.2 3.0 5.8 1.6  7.4 2.8 6.1 1.9  7.9 3.8 6.4 2.0
    6.4 2.8 5.6 2.2  6.3 2.8 5.1 1.5  6.1 2.6 5.6 1.4
    7.7 3.0 6.1 2.3  6.3 3.4 5.6 2.4  6.4 3.1 5.5 1.8
    6.0 3.0 4.8 1.8  6.9 3.1 5.4 2.1  6.7 3.1 5.6 2.4
    6.9 3.1 5.1 2.3  5.8 2.7 5.1 1.9  6.8 3.2 5.9 2.3
    6.7 3.3 5.7 2.5  6.7 3.0 5.2 2.3  6.3 2.5 5.0 1.9
    6.5 3.0 5.2 2.0  6.2 3.4 5.4 2.3  5.9 3.0 5.1 1.8
    """
}
