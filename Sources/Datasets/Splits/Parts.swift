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
  public var testSplit: (split: Holdout, method: SplitMethod, seed: UInt64)?
}

extension Dataset {
  /// Splits the rows, and fills missing cells by what the training rows say of their columns.
  ///
  /// - Throws: E0311 where a part would be empty, or a class has too few rows; E0309 for a class
  ///   that is only among the rows that were taken from data whose rows are drawn; E0324 for a column
  ///   of which no training row has a cell; E0327 where all training rows have the same label.
  public func parts(_ settings: SplitSettings = SplitSettings()) throws(InputError) -> Parts {
    if settings.test != nil, settings.test != Holdout.none, test != nil {
      throw InputError(
        "E0311", "data set '\(name)' has test rows of its own", in: folder,
        help: ["leave --test out"])
    }
    let choice = settings.test ?? (table == nil || test != nil ? .none : .standardTest)
    var parts = Parts(
      train: train, validation: nil, test: settings.test == Holdout.none ? nil : test)
    if let length = choice.length(of: train.count, for: .test) {
      let method = try method(settings)
      let (rest, taken) = try take(length, of: train, method, seed: settings.seed, for: .test)
      parts.train = rest
      parts.test = taken
      parts.testSplit = (choice, method, settings.seed)
    }
    try addValidation(to: &parts, settings)
    try checkLabels(parts.train)
    return try filled(parts)
  }

  /// How rows are taken where the user does not say.
  func method(_ settings: SplitSettings) throws(InputError) -> SplitMethod {
    let hasClasses = if case .classes = train.labels { true } else { false }
    guard settings.method != .stratified || hasClasses else {
      throw InputError(
        "E0311", "a stratified split needs classes, and these rows are labelled with plain numbers",
        in: train.origin, help: ["use --split random"])
    }
    return settings.method ?? (!isDrawn ? .first : hasClasses ? .stratified : .random)
  }

  func addValidation(
    to parts: inout Parts, _ settings: SplitSettings
  ) throws(InputError) {
    let choice = settings.validation ?? defaultValidation
    if choice == .test {
      guard let test = parts.test else {
        throw InputError(
          "E0311", "data set '\(name)' has no test rows to validate on", in: folder,
          help: ["give a number of training rows instead, such as '--valid 0.1'"])
      }
      parts.validation = test
      return
    }
    guard let length = choice.length(of: parts.train.count, for: .validation) else { return }
    let (rest, taken) = try take(
      length, of: parts.train, method(settings), seed: settings.seed, for: .validation)
    parts.train = rest
    parts.validation = taken
  }

  /// Takes `length` of the rows.
  private func take(
    _ length: Int, of rows: Rows, _ method: SplitMethod, seed: UInt64, for purpose: Holdout.Purpose
  ) throws(InputError) -> (rest: Rows, taken: Rows) {
    guard (1..<rows.count).contains(length) else {
      throw InputError(
        "E0311",
        "\(length) \(purpose.name) rows of \(rows.count) leave "
          + (length > 0 ? "none to train on" : "none to \(purpose.verb)"),
        in: rows.origin,
        help: [
          rows.count > 2
            ? "from 2 to \(rows.count - 1) rows can be taken; '\(purpose.option) none' takes none"
            : "'\(purpose.option) none' takes none"
        ])
    }
    var draw = RowDraw(seed: seed, for: purpose.draw)
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
}
