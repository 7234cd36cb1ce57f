/// Rows of cells, set in columns that are as wide as their widest cell.
public struct TextTable {
  /// How the cells of a column stand.
  public enum Alignment: Sendable {
    case left, right
  }

  private let alignments: [Alignment]
  private var rows: [[String]] = []
  private let hasHead: Bool

  /// Starts a table with a head.
  public init(_ columns: [(title: String, alignment: Alignment)]) {
    alignments = columns.map(\.alignment)
    rows = [columns.map(\.title)]
    hasHead = true
  }

  /// Starts a table without a head.
  public init(_ alignments: [Alignment]) {
    self.alignments = alignments
    hasHead = false
  }

  /// Adds a row; missing cells are empty.
  public mutating func add(_ cells: [String]) { rows.append(cells) }

  /// The table, with a rule under its head if it has one.
  public var text: String {
    let widths = alignments.indices.map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    var lines = rows.map { row in
      alignments.indices.map { column -> String in
        let cell = column < row.count ? row[column] : ""
        return alignments[column] == .left
          ? cell.padding(to: widths[column]) : cell.leftPadding(to: widths[column])
      }.joined(separator: "  ").trimmingTrailingSpaces()
    }
    let width = widths.reduce(0, +) + 2 * max(0, widths.count - 1)
    if hasHead { lines.insert(String(repeating: "─", count: width), at: 1) }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension String {
  func trimmingTrailingSpaces() -> String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
