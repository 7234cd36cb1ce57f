import Source

/// The rows of a table's file: the features as numbers, the labels as they stand there.
struct TableFile {
  /// Where it was read.
  let path: String
  /// The bytes, decompressed.
  let bytes: [UInt8]
  /// What the first line is.
  let header: TableHeader
  /// Which columns were read.
  let columns: ColumnChoice
  /// The names of all columns, or their numbers, counting from 1.
  let names: [String]
  /// The number of rows that were taken.
  private(set) var rowCount = 0
  /// The numbers of the rows that were taken, counting from 0; nil where none was left out.
  private(set) var rowNumbers: [Int]?
  /// How many rows were left out.
  private(set) var leftOutRows = 0
  /// The features, row by row; NaN where a cell is missing.
  private(set) var features: [Float] = []
  /// The columns of labels.
  private(set) var labels: [LabelColumn]
  /// What is to be said of it.
  private(set) var warnings: [Diagnostic] = []
  /// How its lines are found again.
  let lines: TableLines

  /// What its cells hold.
  let text: CellText
  private let missing: MissingPolicy?
  private let hasFill: Bool
  private let isPrediction: Bool
  private var faults: TableFaults
  /// How many cells of a column of numbers hold text.
  private var textCells: [Int: Int] = [:]
  /// The columns where commas stand in numbers.
  private var commaColumns: Set<Int> = []
  private static let commaHelp = "a number has a point before its fraction, and no comma"
  /// Of a column with more cells of text than these the cells are not told one by one.
  private static let toldTextCells = 5

  /// Reads the file at `path`, which is compressed by gzip where its name ends in `.gz`.
  ///
  /// - Parameters:
  ///   - options: how it is read.
  ///   - schema: the columns of the training rows, where they are looked for.
  ///   - isForModel: whether these were the training rows of a model that is there already.
  /// - Throws: E0302 and E0303 for a file that cannot be read; E0320 for one that is no table, and
  ///   E0321 to E0326 and E0328 for what is wrong in it, up to a hundred faults at once.
  init(
    path: String, _ options: TableOptions, schema: TableSchema?, isForModel: Bool = false
  ) throws(InputError) {
    self.path = path
    bytes = try tableBytes(path)
    text = CellText(bytes: bytes)
    missing = options.missing
    hasFill = schema?.fill != nil
    isPrediction = isForModel
    faults = TableFaults(bytes, path: path)
    let start = try tableStart(bytes, path)
    let delimiter = options.delimiter ?? Delimiter(sniffing: bytes, path: path)
    var reader = RecordReader(bytes, delimiter, from: start)
    let first = try Self.firstRecords(&reader, bytes, path)
    guard let top = first.first else {
      throw InputError("E0320", "the file holds no rows: it is empty", in: path)
    }
    header = TableHeader(first, hasHeader: options.hasHeader, in: text)
    let width = if case .counts = header { first.dropFirst().first?.count ?? 0 } else { top.count }
    let given = header.names.map(ColumnNames.init)
    for repetition in given?.repetitions ?? [] {
      let (earlier, place) = (repetition.earlier, repetition.place)
      faults.add(
        "E0326",
        "columns \(earlier + 1) and \(place + 1) have the same name, "
          + quoted(given?.all[place] ?? ""), at: top[place])
    }
    guard faults.isEmpty else { throw faults.error() }
    names = given?.all ?? (0..<width).map { String($0 + 1) }
    columns =
      if let schema {
        try ColumnChoice(schema, names: given, width: width, path: path)
      } else {
        try ColumnChoice(label: options.label, names: given, width: width, path: path)
      }
    labels = columns.labels.map { _ in LabelColumn() }
    lines = TableLines(
      path: path, delimiter: delimiter, hasHead: header.isLine, labels: columns.labels)
    try readRows(RecordReader(bytes, delimiter, from: start))
    if header.names != nil { noteIndex(under: top) }
  }

  /// Notes a feature without a name that counts the rows.
  private mutating func noteIndex(under head: [Cell]) {
    let width = columns.features.count
    for (place, column) in columns.features.enumerated() where head[column].isEmpty {
      let counts = (1..<max(rowCount, 1)).allSatisfy { row in
        let rise = (rowNumbers?[row] ?? row) - (rowNumbers?[0] ?? 0)
        return features[row * width + place] == features[place] + Float(rise)
      }
      guard rowCount > 1, counts else { continue }
      warnings.append(
        Diagnostic(
          .warning, code: "W0509",
          "column \(column + 1) has no name and counts the rows: a network may learn from it where "
            + "in the file a row stands",
          at: .text(
            SourceText(name: path, bytes: bytes),
            SourceRange(head[column].start, head[column].start + 1)),
          help: ["leave it out of the file; pandas does by 'to_csv(..., index=False)'"]))
    }
  }

  /// The first rows, by which the header is told from the rows.
  private static func firstRecords(
    _ reader: inout RecordReader, _ bytes: [UInt8], _ path: String
  ) throws(InputError) -> [[Cell]] {
    var records: [[Cell]] = []
    var cells: [Cell] = []
    do throws(RecordReader.Fault) {
      while records.count < 100, try reader.next(into: &cells) { records.append(cells) }
    } catch {
      throw Self.error(error, bytes, path)
    }
    return records
  }

  private static func error(
    _ fault: RecordReader.Fault, _ bytes: [UInt8], _ path: String
  ) -> InputError {
    var faults = TableFaults(bytes, path: path)
    faults.add("E0320", fault.message, at: Cell(start: fault.offset, end: fault.offset + 1))
    return faults.error()
  }

  // MARK: The rows

  private mutating func readRows(_ start: RecordReader) throws(InputError) {
    var reader = start
    var cells: [Cell] = []
    var row = 0
    do throws(RecordReader.Fault) {
      if header.isLine { _ = try reader.next(into: &cells) }
      while !faults.isFull, try reader.next(into: &cells) {
        row += 1
        guard cells.count == names.count else {
          addRagged(cells, row)
          continue
        }
        append(cells, row)
      }
    } catch {
      throw Self.error(error, bytes, path)
    }
    let rows = faults.isFull ? "the first \(row)" : "\(row)"
    for (column, count) in textCells where count > Self.toldTextCells {
      faults.merge(
        column: column, "\(name(ofColumn: column)) holds text in \(count) of \(rows) rows",
        help: textHelp(column))
    }
    guard faults.isEmpty else { throw faults.error() }
    guard row > 0 else {
      throw InputError(
        "E0320", "the file holds a header and no rows", in: path,
        help: ["if its first line is a row, give --header no"])
    }
    guard rowCount > 0 else {
      throw InputError(
        "E0324", "every row of the file lacks a cell, so that none is left", in: path)
    }
    guard rowCount <= Int(Int32.max) else {
      throw InputError("E0306", "\(rowCount) rows are too many", in: path)
    }
    if case .counts(let promised, _) = header, promised != row {
      throw InputError(
        "E0305", "the first line promises \(promised) rows, but the file holds \(row)", in: path,
        help: ["if that line is a header or a row, give --header yes or --header no"])
    }
  }

  /// What helps where a column holds text throughout.
  private func textHelp(_ column: Int) -> [String] {
    guard !commaColumns.contains(column) else { return [Self.commaHelp] }
    let help = ["leave the column out of the file, or write numbers for its words"]
    let label = printable(shellWord(names[column]))
    return help
      + (isPrediction ? [] : ["where it is what is to be learnt, give --label \(label)"])
  }

  private mutating func append(_ cells: [Cell], _ row: Int) {
    let isIncomplete =
      columns.features.contains { text.isMissing(cells[$0]) }
      || columns.labels.contains { text.isMissing(cells[$0]) }
    if isIncomplete, missing == .drop {
      rowNumbers = rowNumbers ?? Array(0..<rowCount)
      leftOutRows += 1
      return
    }
    rowNumbers?.append(row - 1)
    for column in columns.features {
      let cell = cells[column]
      features.append(
        isIncomplete && text.isMissing(cell) ? filler(cell, column, row) : value(cell, column, row))
    }
    for (index, column) in columns.labels.enumerated() {
      let cell = cells[column]
      guard !text.isMissing(cell) else {
        faults.add(
          "E0324",
          "the label in \(place(row, column)) is missing"
            + (cell.end > cell.start ? ": it is \(shown(cell))" : ""), at: cell,
          help: ["--missing drop leaves such rows out"])
        continue
      }
      guard let string = text.string(cell) else {
        faults.add("E0320", "\(place(row, column)) is not UTF-8", at: cell)
        continue
      }
      labels[index].append(string, number: text.number(cell), row: row, cell: cell)
    }
    rowCount += 1
  }

  /// What stands for a missing cell until its column's mean or median is known.
  private mutating func filler(_ cell: Cell, _ column: Int, _ row: Int) -> Float {
    switch missing {
    case .number(let number): return number
    case .mean, .median: return .nan
    case nil where hasFill: return .nan
    case .error, .drop, nil:
      faults.add(
        "E0324",
        "\(place(row, column)) is missing"
          + (cell.end > cell.start ? ": it is \(shown(cell))" : ""),
        at: cell, help: [missingHelp])
      return 0
    }
  }

  private var missingHelp: String {
    guard isPrediction else {
      return "--missing drop leaves such rows out; mean, median or a number fills them"
    }
    return hasFill
      ? "without --missing the model fills it by what it knows of its training rows"
      : "the model was trained without missing cells; --missing gives what they become"
  }

  private mutating func value(_ cell: Cell, _ column: Int, _ row: Int) -> Float {
    guard let number = text.number(cell) else {
      if text.isInfinite(cell) {
        faults.add("E0323", "\(place(row, column)) is not a finite number", at: cell)
      } else {
        textCells[column, default: 0] += 1
        if text.hasCommas(cell) { commaColumns.insert(column) }
        guard textCells[column, default: 0] <= Self.toldTextCells else { return 0 }
        faults.add(
          "E0322", "\(place(row, column)) is not a number: \(shown(cell))", at: cell,
          help: text.hasCommas(cell)
            ? [Self.commaHelp]
            : row == 1 && header.names == nil
              ? ["if the first line names the columns, give --header yes"]
              : ["where it is not known, leave the cell empty, and give --missing mean"],
          column: column)
      }
      return 0
    }
    let value = Float(number)
    if !value.isFinite {
      faults.add(
        "E0323", "\(place(row, column)) is beyond single precision: \(shown(cell))", at: cell)
    }
    return value
  }

  private mutating func addRagged(_ cells: [Cell], _ row: Int) {
    let last = cells[cells.count - 1]
    let expected = "\(names.count) cell\(names.count == 1 ? "" : "s")"
    faults.add(
      "E0321",
      "row \(row) has \(cells.count) cell\(cells.count == 1 ? "" : "s"), but "
        + (header.names == nil ? "the rows before have \(expected)" : "the header has \(expected)"),
      at: Cell(start: cells[min(names.count, cells.count - 1)].start, end: last.end))
  }

  // MARK: Words

  /// A place in words, such as `row 12, column 3 ('alcohol')`.
  func place(_ row: Int, _ column: Int) -> String { "row \(row), \(name(ofColumn: column))" }

  private func name(ofColumn column: Int) -> String {
    "column \(column + 1)" + (header.names.map { " (\(quoted($0[column])))" } ?? "")
  }

  private func shown(_ cell: Cell) -> String {
    quoted(String(decoding: bytes[cell.start..<min(cell.end, cell.start + 200)], as: UTF8.self))
  }

  /// An error at some cells of the file.
  func error(_ code: String, _ cells: [(message: String, cell: Cell)], help: [String]) -> InputError
  {
    var faults = TableFaults(bytes, path: path)
    for (message, cell) in cells {
      faults.add(code, message, at: cell, help: help)
    }
    return faults.error()
  }
}
