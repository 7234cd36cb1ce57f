import Source
import Training

/// How many rows of each class were taken for which, as a table where it fits 80 columns, and the
/// classes that are confused most often.
struct ConfusionTable {
  let matrix: ConfusionMatrix
  let names: ClassNames

  /// The columns of more classes do not fit 80 columns, a digit and two spaces each.
  private static let classLimit = 80 / 3
  /// How many pairs of classes are told.
  private static let pairLimit = 5

  var text: String { (grid ?? "") + pairs }

  /// A row for each true class and a column for each predicted one.
  private var grid: String? {
    guard matrix.classes <= Self.classLimit else { return nil }
    let counts = matrix.counts
    let heads = counts.indices.map { index in
      names.areWords ? "\(index) \(names.short(index))" : "\(index)"
    }
    let nameWidth = heads.map(\.count).max() ?? 0
    let largest = counts.map { $0.max() ?? 0 }.max() ?? 0
    let width = max(String(largest).count, String(counts.count - 1).count)
    guard nameWidth + (2 + width) * counts.count <= 80 else { return nil }
    func line(_ head: String, _ cells: [String]) -> String {
      head.padding(to: nameWidth) + cells.map { "  " + $0.leftPadding(to: width) }.joined() + "\n"
    }
    return "a row for each class, a column for what it was taken for\n"
      + line("", counts.indices.map(String.init))
      + zip(heads, counts).map { line($0, $1.map(String.init)) }.joined()
  }

  /// The classes that are taken for each other most often.
  private var pairs: String {
    let confused = matrix.entries.filter { $0.label != $0.prediction }
      .sorted { ($1.count, $0.label, $0.prediction) < ($0.count, $1.label, $1.prediction) }
    guard matrix.classes > 2, !confused.isEmpty else { return "" }
    var table = TextTable([.right, .left, .left, .right])
    let support = matrix.support
    for pair in confused.prefix(Self.pairLimit) {
      let share = 100 * Double(pair.count) / Double(support[pair.label])
      table.add([
        "  \(grouped(pair.count))", names.short(pair.label),
        "for \(names.short(pair.prediction))", "\(fixed(share, 1)) %",
      ])
    }
    return "taken most often\n" + table.text
  }
}
