public import Source

extension Dataset {
  /// Splits the training rows into `count` folds of nearly the same size: each is in turn the test
  /// rows of a network that is trained on the others. Test rows that the data has are left aside.
  ///
  /// - Throws: as `parts`; E0311 for fewer than 2 folds, or fewer rows, or rows of a class, than
  ///   folds.
  public func folds(
    _ count: Int, _ settings: SplitSettings = SplitSettings()
  ) throws(InputError) -> [Parts] {
    guard train.count > 1 else {
      throw InputError(
        "E0311", "\(train.count == 1 ? "a single row" : "no rows") cannot be cut into folds",
        in: train.origin, help: ["there must be 2 rows or more"])
    }
    guard count >= 2, count <= train.count else {
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
      try checkLabels(parts.train)
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
}
