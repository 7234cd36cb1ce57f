public import Source
import Training

extension HistoryTable {
  /// Reads what `csv` writes: a line of names, then a line an epoch.
  ///
  /// - Throws: E0431 at the line and column of what is damaged.
  public init(reading text: SourceText) throws(InputError) {
    var reader = HistoryReader(text)
    self.init(try reader.read())
  }
}

/// Reads a history line by line.
private struct HistoryReader {
  private let text: SourceText
  private var columns: [String] = []

  init(_ text: SourceText) { self.text = text }

  /// The columns that a history with epochs has; the others may be missing.
  private static let needed = [
    "epoch", "train_loss", "train_data_loss", "learning_rate", "seconds",
  ]
  private static let optional = ["train_accuracy", "valid_loss", "valid_accuracy"]

  mutating func read() throws(InputError) -> [EpochRecord] {
    var history: [EpochRecord] = []
    for line in 1...text.lineCount {
      let cells = cells(ofLine: line)
      if line == 1 {
        try readHead(cells)
      } else if line < text.lineCount || !cells[0].text.isEmpty || cells.count > 1 {
        history.append(try record(cells, line: line, after: history.last))
      }
    }
    return history
  }

  private typealias Cell = (text: String, range: SourceRange)

  private func cells(ofLine line: Int) -> [Cell] {
    let range = text.range(ofLine: line)
    var cells: [Cell] = []
    var start = range.start
    for end in range.start...range.end
    where end == range.end || text.bytes[end] == UInt8(ascii: ",") {
      let range = SourceRange(start, end)
      cells.append((text.text(in: range), range))
      start = end + 1
    }
    return cells
  }

  private mutating func readHead(_ cells: [Cell]) throws(InputError) {
    for cell in cells {
      guard (Self.needed + Self.optional).contains(cell.text) else {
        let near = nearestName(to: cell.text, among: Self.needed + Self.optional)
        throw error(
          "a history has no column \(quoted(cell.text))", cell.range,
          help: near.map { ["did you mean '\($0)'?"] } ?? [])
      }
      guard !columns.contains(cell.text) else {
        throw error("column \(quoted(cell.text)) comes twice", cell.range)
      }
      columns.append(cell.text)
    }
  }

  private func record(
    _ cells: [Cell], line: Int, after last: EpochRecord?
  ) throws(InputError) -> EpochRecord {
    if let name = Self.needed.first(where: { !columns.contains($0) }) {
      throw error("the history lacks column '\(name)'", text.range(ofLine: 1))
    }
    guard cells.count == columns.count else {
      throw error(
        "the line has \(cells.count) cell\(cells.count == 1 ? "" : "s"), the head has "
          + "\(columns.count)", text.range(ofLine: line))
    }
    let byName = Dictionary(zip(columns, cells)) { first, _ in first }
    func value(_ name: String) throws(InputError) -> Double? {
      guard let cell = byName[name], !cell.text.isEmpty else { return nil }
      guard let value = Double(cell.text), value.isFinite else {
        throw error("\(quoted(cell.text)) is not a number", cell.range, label: "in '\(name)'")
      }
      return value
    }
    func neededValue(_ name: String) throws(InputError) -> Double {
      guard let value = try value(name) else {
        throw error(
          "the epoch has no '\(name)'", byName[name]?.range ?? text.range(ofLine: line))
      }
      return value
    }
    guard let number = Int(exactly: try neededValue("epoch")), number > last?.epoch ?? 0 else {
      throw error(
        "epochs are whole numbers that go up", byName["epoch"]?.range ?? text.range(ofLine: line))
    }
    return EpochRecord(
      epoch: number, trainLoss: try neededValue("train_loss"),
      trainDataLoss: try neededValue("train_data_loss"),
      trainAccuracy: try value("train_accuracy"), validLoss: try value("valid_loss"),
      validAccuracy: try value("valid_accuracy"), learningRate: try neededValue("learning_rate"),
      seconds: try neededValue("seconds"))
  }

  private func error(
    _ message: String, _ range: SourceRange, label: String = "here", help: [String] = []
  ) -> InputError {
    InputError(
      Diagnostic(code: "E0431", message, at: .text(text, range), label: label, help: help))
  }
}
