import Source

extension ColumnChoice {
  /// The columns that a model was trained on, in another file: by name where both have names,
  /// otherwise by place. The label may be missing.
  ///
  /// - Throws: E0328 for the columns that are not there, the first ones where they are many.
  init(
    _ schema: TableSchema, names: ColumnNames?, width: Int, path: String
  ) throws(InputError) {
    guard schema.hasNames, let names else {
      self = try Self.byPlace(schema, width, path)
      return
    }
    let missing = schema.features.filter { names[$0] == nil }
    guard missing.isEmpty else {
      throw InputError(
        missing.prefix(20).map { name in
          let near = nearestName(to: name, among: names.all)
          return Diagnostic(
            code: "E0328", "the model needs a column \(quoted(name)), which is not there",
            at: .file(path), help: near.map { ["there is '\(printable($0))'"] } ?? [])
        })
    }
    features = schema.features.compactMap { names[$0] }
    let labels = schema.labels.compactMap { names[$0] }
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
