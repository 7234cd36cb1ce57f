public import Source

/// The rows of a data set by what they are for, ready to use: missing cells are filled.
public struct Parts: Sendable {
  /// The rows to train on.
  public var train: Rows
  /// The rows to validate on after each epoch.
  public var validation: Rows?
  /// The rows to test on.
  public var test: Rows?
  /// The columns that a table's rows are made of, with what fills their missing cells.
  public var table: TableSchema?
  /// How test rows were taken from the data; nil where it has its own, or none.
  public var testSplit: (split: TestSplit, method: SplitMethod, seed: UInt64)?
}

extension Dataset {
  /// Splits the rows, and fills missing cells by what the training rows say of their columns.
  ///
  /// - Throws: E0311 where a part would be empty, or a class has too few rows; E0309 for a class
  ///   that is only among the rows that were taken from a table; E0324 for a column of which no
  ///   training row has a cell.
  public func parts(_ settings: SplitSettings = SplitSettings()) throws(InputError) -> Parts {
    if settings.test != nil, settings.test != TestSplit.none, test != nil {
      throw InputError(
        "E0311", "data set '\(name)' has test rows of its own", in: folder,
        help: ["leave --test out"])
    }
    let choice = settings.test ?? (table == nil || test != nil ? .none : .standard)
    var parts = Parts(
      train: train, validation: nil, test: settings.test == TestSplit.none ? nil : test)
    if choice != .none {
      let length = choice.length(of: train.count)
      let method = try method(settings)
      let (rest, taken) = try take(
        length, of: train, method, RowDraw(seed: settings.seed, for: .test), for: "test on",
        option: "--test")
      parts.train = rest
      parts.test = taken
      parts.testSplit = (choice, method, settings.seed)
    }
    try addValidation(to: &parts, settings)
    return try filled(parts)
  }

  /// Splits the training rows into `count` folds of nearly the same size: each is in turn the test
  /// rows of a network that is trained on the others. Test rows that the data has are left aside.
  ///
  /// - Throws: as `parts`; E0311 for fewer than 2 folds, or fewer rows, or rows of a class, than
  ///   folds.
  public func folds(
    _ count: Int, _ settings: SplitSettings = SplitSettings()
  ) throws(InputError) -> [Parts] {
    guard (2...train.count).contains(count) else {
      throw InputError(
        "E0311", "\(train.count) rows cannot be cut into \(count) folds", in: train.origin,
        help: ["there can be from 2 to \(train.count) folds"])
    }
    let method = try method(settings)
    var draw = RowDraw(seed: settings.seed, for: .folds)
    var order: [Int]
    switch method {
    case .first: order = []
    case .random: order = draw.permutation(train.count)
    case .stratified:
      let members = RowDraw.members(of: train.classes)
      try checkStrata(members, of: train, least: count, for: "\(count) folds")
      order = []
      for rows in members { order += draw.permutation(rows.count).map { rows[$0] } }
    }
    var folds: [Parts] = []
    for fold in 0..<count {
      let taken =
        switch method {
        case .first, .random:
          Self.block(fold, of: count, rows: train.count).map { order.isEmpty ? $0 : order[$0] }
        case .stratified: stride(from: fold, to: order.count, by: count).map { order[$0] }
        }
      var parts = Parts(
        train: train[train.places(without: taken)], validation: nil, test: train[taken.sorted()])
      try checkKnown(parts.test, in: parts.train)
      try addValidation(to: &parts, settings)
      folds.append(try filled(parts))
    }
    return folds
  }

  /// One of `count` consecutive blocks; the first ones have a row more where they are not equal.
  private static func block(_ index: Int, of count: Int, rows: Int) -> Range<Int> {
    let (size, longer) = rows.quotientAndRemainder(dividingBy: count)
    let start = index * size + min(index, longer)
    return start..<(start + size + (index < longer ? 1 : 0))
  }

  /// How rows are taken where the user does not say.
  private func method(_ settings: SplitSettings) throws(InputError) -> SplitMethod {
    let hasClasses = if case .classes = train.labels { true } else { false }
    guard settings.method != .stratified || hasClasses else {
      throw InputError(
        "E0311", "a stratified split needs classes, and these rows are labelled with plain numbers",
        in: train.origin, help: ["use --split random"])
    }
    return settings.method ?? (table == nil ? .first : hasClasses ? .stratified : .random)
  }

  private func addValidation(
    to parts: inout Parts, _ settings: SplitSettings
  ) throws(InputError) {
    let count = parts.train.count
    let length: Int
    switch settings.validation ?? defaultValidation {
    case .none: return
    case .test:
      guard let test = parts.test else {
        throw InputError(
          "E0311", "data set '\(name)' has no test rows to validate on", in: folder,
          help: ["give a number of training rows instead, such as '--valid 0.1'"])
      }
      parts.validation = test
      return
    case .rows(let rows): length = rows
    case .fraction(let fraction): length = Int((fraction * Double(count)).rounded())
    }
    let (rest, taken) = try take(
      length, of: parts.train, method(settings), RowDraw(seed: settings.seed, for: .validation),
      for: "validate on", option: "--valid")
    parts.train = rest
    parts.validation = taken
  }

  /// Takes `length` of the rows.
  private func take(
    _ length: Int, of rows: Rows, _ method: SplitMethod, _ draw: RowDraw, for purpose: String,
    option: String
  ) throws(InputError) -> (rest: Rows, taken: Rows) {
    guard (1..<rows.count).contains(length) else {
      let kind = option == "--test" ? "test" : "validation"
      throw InputError(
        "E0311",
        "\(length) \(kind) rows of \(rows.count) leave "
          + (length > 0 ? "none to train on" : "none to \(purpose)"),
        in: rows.origin,
        help: [
          rows.count > 1
            ? "from 1 to \(rows.count - 1) rows can be taken; '\(option) none' takes none"
            : "'\(option) none' takes none"
        ])
    }
    var draw = draw
    let places: [Int]
    switch method {
    case .first:
      let (rest, taken) = (rows[length..<rows.count], rows[0..<length])
      try checkKnown(taken, in: rest)
      return (rest, taken)
    case .random: places = draw.rows(length, of: rows.count)
    case .stratified:
      let members = RowDraw.members(of: rows.classes)
      try checkStrata(members, of: rows, least: 2, for: "a stratified split")
      let classes = members.count { !$0.isEmpty }
      guard min(length, rows.count - length) >= classes else {
        throw InputError(
          "E0311",
          "a stratified split of \(rows.count) rows into \(rows.count - length) and \(length) "
            + "leaves some of the \(classes) classes out", in: rows.origin,
          help: ["take more rows, or use --split random"])
      }
      places = draw.rows(length, of: rows.classes)
    }
    let (rest, taken) = (rows[rows.places(without: places)], rows[places])
    try checkKnown(taken, in: rest)
    return (rest, taken)
  }

  /// Every class has enough rows to be split.
  private func checkStrata(
    _ members: [[Int]], of rows: Rows, least: Int, for purpose: String
  ) throws(InputError) {
    let few = members.enumerated().filter { !$0.element.isEmpty && $0.element.count < least }
    guard few.isEmpty else {
      throw InputError(
        few.prefix(20).map { label, members in
          Diagnostic(
            code: "E0311",
            "class \(quoted(className(label))) has \(members.count) "
              + "row\(members.count == 1 ? "" : "s"), too few for \(purpose)",
            at: .file(rows.origin), help: ["use --split random, or more rows"])
        })
    }
  }

  /// Every class of the rows that were taken from a table is among those that are left.
  private func checkKnown(_ taken: Rows?, in rest: Rows) throws(InputError) {
    guard table != nil, let taken else { return }
    let known = Set(rest.classes)
    var unknown: [Int32] = []
    for label in taken.classes where !known.contains(label) && !unknown.contains(label) {
      unknown.append(label)
    }
    guard unknown.isEmpty else {
      throw InputError(
        unknown.prefix(20).map {
          Diagnostic(
            code: "E0309",
            "the label \(quoted(className(Int($0)))) is not among the rows that are left to train on",
            at: .file(taken.origin), help: ["use --split stratified"])
        })
    }
  }

  private func className(_ label: Int) -> String {
    classNames.indices.contains(label) ? classNames[label] : String(label)
  }
}

extension TestSplit {
  /// The number of rows out of `count`.
  fileprivate func length(of count: Int) -> Int {
    switch self {
    case .none: 0
    case .rows(let rows): rows
    case .fraction(let fraction): Int((fraction * Double(count)).rounded(.up))
    }
  }
}

extension Rows {
  /// All places but some.
  fileprivate func places(without taken: [Int]) -> [Int] {
    let taken = Set(taken)
    return (0..<count).filter { !taken.contains($0) }
  }
}
