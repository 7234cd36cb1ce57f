import Source

extension LabelEncoding {
  /// The labels of a file by this encoding. Whole numbers that are no class become plain numbers,
  /// which a network of plain numbers may learn from.
  ///
  /// - Returns: The labels, and what is wrong with them where they are to be classes.
  /// - Throws: E0309 for labels that are no class, E0322 for text among plain numbers.
  func labels(
    of file: TableFile
  ) throws(InputError) -> (labels: Labels, classFault: InputError?) {
    guard !file.labels.isEmpty else { return (.unknown(rows: file.rowCount), nil) }
    switch kind {
    case .texts(let classes):
      return (.classes(try file.indices { classes[$0.text] }), nil)
    case .numbers(let classes):
      do throws(InputError) {
        let labels = try file.indices { text in text.number.flatMap { classes[$0] } }
        return (.classes(labels), file.repeatedNumbers)
      } catch {
        guard file.labels[0].texts.allSatisfy({ $0.number != nil }) else { throw error }
        return (.values(try file.values(), columns: 1), error)
      }
    case .oneHot:
      guard let row = (0..<file.rowCount).first(where: { file.classes(ofOneHot: $0).count != 1 })
      else {
        return (.classes((0..<file.rowCount).map { Int32(file.classes(ofOneHot: $0)[0]) }), nil)
      }
      let number = file.rowNumbers?[row] ?? row
      let places = file.lines.places(ofLabelsIn: [(number, nil)])
      let error = InputError(
        Diagnostic(
          code: "E0309",
          "row \(number + 1) does not have 1 in exactly one of its label columns, which training "
            + "rows have", at: places[0]))
      return (.values(try file.values(), columns: file.labels.count), error)
    case .values:
      return (.values(try file.values(), columns: file.labels.count), nil)
    }
  }
}

extension TableFile {
  /// The label columns that hold 1 in a row, counting the rows that were taken from 0.
  func classes(ofOneHot row: Int) -> [Int] {
    labels.indices.filter { labels[$0].texts[Int(labels[$0].rows[row])].number == 1 }
  }

  /// E0330 for the texts of the one label column that are the same number as another one, such as
  /// `1` and `01`: one class or two may be meant.
  fileprivate var repeatedNumbers: InputError? {
    var first: [Double: LabelColumn.Text] = [:]
    var repetitions: [(message: String, cell: Cell)] = []
    for text in labels[0].texts {
      guard let number = text.number else { continue }
      guard let earlier = first[number] else {
        first[number] = text
        continue
      }
      repetitions.append(
        (
          "the label \(quoted(text.text)) of row \(text.row) and \(quoted(earlier.text)) of row "
            + "\(earlier.row) are the same number: it is not clear whether they are one class",
          text.cell
        ))
    }
    guard !repetitions.isEmpty else { return nil }
    return error(
      "E0330", repetitions,
      help: [
        "write the labels of a class alike; those of two classes need a letter, as in 'c1', 'c01'"
      ])
  }

  /// The classes of the rows, by the text of the one label column.
  fileprivate func indices(
    _ find: (LabelColumn.Text) -> Int32?
  ) throws(InputError) -> [Int32] {
    let found = labels[0].texts.map(find)
    let unknown = zip(labels[0].texts, found).filter { $1 == nil }.map(\.0)
    guard unknown.isEmpty else {
      throw error(
        "E0309",
        unknown.map {
          (
            "the label \(quoted($0.text)) of row \($0.row) is not among the classes of the training "
              + "rows", $0.cell
          )
        }, help: [])
    }
    return labels[0].rows.map { found[Int($0)] ?? 0 }
  }

  /// The labels as plain numbers, row by row.
  fileprivate func values() throws(InputError) -> [Float] {
    var values = [Float](repeating: 0, count: rowCount * labels.count)
    for (index, column) in labels.enumerated() {
      let others = column.texts.filter { !Float($0.number ?? .nan).isFinite }
      guard others.isEmpty else {
        throw error(
          "E0322",
          others.map {
            ("\(place($0.row, columns.labels[index])) is not a finite number", $0.cell)
          }, help: [])
      }
      let numbers = column.texts.map { Float($0.number ?? 0) }
      for (row, text) in column.rows.enumerated() {
        values[row * labels.count + index] = numbers[Int(text)]
      }
    }
    return values
  }
}
