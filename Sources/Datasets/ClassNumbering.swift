public import Source

extension Dataset {
  /// The data set with its classes numbered as a trained model numbers them: by their names. Where
  /// either side has only numbers for names, classes are numbered alike.
  ///
  /// - Parameter names: the names of the model's classes, in its order; none where it has none.
  /// - Throws: E0309 for rows of classes that the model does not know.
  public func numbered(as names: [String]) throws(InputError) -> Dataset {
    guard !names.isEmpty, classNames != names, !Self.areNumbers(names), !Self.areNumbers(classNames)
    else { return self }
    let numbers = classNames.map { names.firstIndex(of: $0) }
    let strangers = Set((train.classes + (test?.classes ?? [])).map(Int.init))
      .filter { !numbers.indices.contains($0) || numbers[$0] == nil }.sorted()
    guard strangers.isEmpty else {
      throw InputError(
        strangers.prefix(20).map { label in
          Diagnostic(
            code: "E0309",
            "class \(quoted(classNames.indices.contains(label) ? classNames[label] : "\(label)")) "
              + "is none of those that the model has learnt", at: .file(folder),
            help: ["it knows " + names.prefix(20).map { quoted($0) }.joined(separator: ", ")])
        })
    }
    func numbered(_ rows: Rows) -> Rows {
      guard case .classes(let labels) = rows.labels else { return rows }
      return rows.labelled(.classes(labels.map { Int32(numbers[Int($0)] ?? 0) }))
    }
    var dataset = self
    dataset.train = numbered(train)
    dataset.test = test.map(numbered)
    dataset.classNames = names
    return dataset
  }

  /// Whether names are what classes without names are called.
  private static func areNumbers(_ names: [String]) -> Bool {
    names.enumerated().allSatisfy { $1 == "\($0)" }
  }
}
