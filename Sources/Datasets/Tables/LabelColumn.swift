/// A column of labels: the different texts in it, and which each row has.
struct LabelColumn {
  /// A text that occurs.
  struct Text {
    /// The text.
    var text: String
    /// The number it is, if it is one.
    var number: Double?
    /// The first row that has it, counting from 1.
    var row: Int
    /// Where that row has it.
    var cell: Cell
  }

  /// The different texts in the order of their first rows.
  private(set) var texts: [Text] = []
  /// For each row the index of its text.
  private(set) var rows: [Int32] = []
  private var indices: [String: Int32] = [:]

  /// Adds a row.
  mutating func append(_ text: String, number: @autoclosure () -> Double?, row: Int, cell: Cell) {
    let index = indices[text, default: Int32(texts.count)]
    if Int(index) == texts.count {
      indices[text] = index
      texts.append(Text(text: text, number: number(), row: row, cell: cell))
    }
    rows.append(index)
  }
}
