import Source

extension ColumnChoice {
  /// The columns that a model was trained on, in another file: by name where both have names,
  /// otherwise by place. The label may be missing.
  ///
  /// - Throws: E0328 for every column that is not there.
  init(
    _ schema: TableSchema, names: [String]?, width: Int, path: String
  ) throws(InputError) {
    guard schema.hasNames, let names else {
      self = try Self.byPlace(schema, width, path)
      return
    }
    var missing: [Diagnostic] = []
    var features: [Int] = []
    for name in schema.features {
      if let index = names.firstIndex(of: name) {
        features.append(index)
      } else {
        let near = nearestName(to: name, among: names)
        missing.append(
          Diagnostic(
            code: "E0328", "the model needs a column \(quoted(name)), which is not there",
            at: .file(path), help: near.map { ["there is '\(printable($0))'"] } ?? []))
      }
    }
    guard missing.isEmpty else { throw InputError(missing) }
    self.features = features
    let labels = schema.labels.compactMap { names.firstIndex(of: $0) }
    self.labels = labels.count == schema.labels.count ? labels : []
  }

  private static func byPlace(
    _ schema: TableSchema, _ width: Int, _ path: String
  ) throws(InputError) -> ColumnChoice {
    let count = schema.features.count
    if width == count { return ColumnChoice(features: Array(0..<count), labels: []) }
    let places = { (columns: [String]) in columns.compactMap { Int($0).map { $0 - 1 } } }
    guard !schema.hasNames, width == count + schema.labels.count else {
      throw InputError(
        "E0328",
        "the model needs \(count) columns"
          + (schema.hasNames ? "" : ", or \(count + schema.labels.count) with the label")
          + ", but the file has \(width)", in: path,
        help: schema.hasNames ? ["a header finds the columns by name"] : [])
    }
    return ColumnChoice(features: places(schema.features), labels: places(schema.labels))
  }

  private init(features: [Int], labels: [Int]) {
    self.features = features
    self.labels = labels
  }
}
