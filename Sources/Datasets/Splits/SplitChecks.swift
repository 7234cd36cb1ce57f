import Source

extension Dataset {
  /// Every class has enough rows to be split.
  func checkStrata(
    _ members: [[Int]], of rows: Rows, least: Int, for purpose: String
  ) throws(InputError) {
    let few = members.enumerated().filter { !$0.element.isEmpty && $0.element.count < least }
    guard few.isEmpty else {
      let shown = few.prefix(20)
      throw InputError(
        zip(shown, rows.places(ofRows: shown.map { $0.element[0] })).map { few, place in
          let count = few.element.count
          return Diagnostic(
            code: "E0311",
            "class \(quoted(className(few.offset))) has \(count) row\(count == 1 ? "" : "s"), "
              + "too few for \(purpose)", at: place,
            help: ["use --split random, or more rows"] + limitHelp)
        })
    }
  }

  /// Rows to train on are not all labelled alike; a single row may have a plain number.
  ///
  /// A network for one class is right without having learnt anything.
  func checkLabels(_ rows: Rows) throws(InputError) {
    let label: String
    switch rows.labels {
    case .classes(let classes):
      guard let first = classes.first, classes.allSatisfy({ $0 == first }) else { return }
      label = className(Int(first))
    case .values(let values, let columns):
      guard rows.count > 1, values.indices.allSatisfy({ values[$0] == values[$0 % columns] }) else {
        return
      }
      label = values.prefix(columns).map { "\($0)" }.joined(separator: ", ")
    case .unknown: return
    }
    var help = limitHelp
    let isSplit = rows.labels != train.labels && Set(train.classes).count > 1
    if isSplit {
      help.append("--split stratified takes rows of every class, --split random takes any")
    } else if table != nil {
      help.append("--label NAME or NUMBER chooses another column")
    }
    throw InputError(
      "E0327",
      "every row to train on has the label \(quoted(label)): there is nothing to tell apart",
      in: rows.origin, help: help)
  }

  /// Every class of the data's own test rows is among the training rows.
  func checkTestClasses() throws(InputError) {
    try checkKnown(test, in: train, as: "the training rows") { _ in
      "a network cannot learn it: add training rows of it, or leave it out"
    }
  }

  /// Every class of the rows that were taken from a table, pictures or arrays is among those that are left.
  func checkKnown(_ taken: Rows?, in rest: Rows) throws(InputError) {
    try checkKnown(taken, in: rest, as: "the rows that are left to train on") { count in
      count > 1 ? "use --split stratified" : "it has no other row: add some, or leave this one out"
    }
  }

  /// - Parameter help: what would help where so many of the taken rows have the class.
  private func checkKnown(
    _ taken: Rows?, in rest: Rows, as restName: String, help: (Int) -> String
  ) throws(InputError) {
    guard isDrawn, let taken else { return }
    let unknown = Set(taken.classes).subtracting(rest.classes).sorted()
    guard unknown.isEmpty else {
      let rows = unknown.prefix(20).compactMap(taken.classes.firstIndex)
      throw InputError(
        zip(unknown, taken.places(ofRows: rows)).map { label, place in
          Diagnostic(
            code: "E0309",
            "class \(quoted(className(Int(label)))) is not among \(restName)", at: place,
            help: [help(taken.classes.count { $0 == label })] + limitHelp)
        })
    }
  }

  /// What may be the reason where rows of a class are missing.
  private var limitHelp: [String] {
    isLimited
      ? ["--limit takes the first \(train.count) rows only: the others may have what is missing"]
      : []
  }

  private func className(_ label: Int) -> String {
    classNames.indices.contains(label) ? classNames[label] : String(label)
  }
}

extension Rows {
  /// All places but some.
  func places(without taken: [Int]) -> [Int] {
    let taken = Set(taken)
    return (0..<count).filter { !taken.contains($0) }
  }
}
