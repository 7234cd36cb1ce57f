import Source

/// Tables in one file, or in a folder as `train.csv` and perhaps `test.csv`.
struct TableSource {
  /// Where the training rows are: in one of these.
  private let train: [String]
  /// Where the test rows are: in one of these, if there are any.
  private let test: [String]
  /// The file or folder that was named.
  let path: String

  /// The endings of the files' names, each also with `.gz`.
  private static let endings = [".csv", ".tsv", ".tab", ".txt"].flatMap { [$0, $0 + ".gz"] }

  /// A file that is named as a table.
  init?(file path: String) {
    guard Self.endings.contains(where: path.lowercased().hasSuffix) else { return nil }
    self.path = path
    train = [path]
    test = []
  }

  /// A folder with tables.
  init?(folder path: String) {
    func files(_ stem: String) -> [String] {
      Self.endings.map { "\(path)/\(stem)\($0)" }.filter { FileKind(path: $0) != nil }
    }
    train = files("train")
    guard !train.isEmpty else { return nil }
    self.path = path
    test = files("test")
  }

  /// The one file that may be meant.
  ///
  /// - Throws: E0331 where there are several.
  private func only(_ files: [String], _ part: String) throws(InputError) -> String? {
    guard files.count < 2 else {
      let names = files.map { quoted(String($0.dropFirst(path.count + 1))) }
      throw InputError(
        "E0331",
        "the folder holds \(names.joined(separator: " and ")): it is not clear which of them has "
          + "the \(part) rows", in: path,
        help: ["leave one of them there, or name a file in place of the folder"])
    }
    return files.first
  }

  /// A name for the data: the file's without its endings, or the folder's.
  var name: String {
    let last = path.split(separator: "/").last.map(String.init) ?? path
    let ending = Self.endings.filter(last.lowercased().hasSuffix).max { $0.count < $1.count } ?? ""
    return last.count > ending.count ? String(last.dropLast(ending.count)) : last
  }

  /// Reads the tables.
  ///
  /// - Parameters:
  ///   - options: how they are read.
  ///   - model: the columns and classes that a model was trained on, where they are for one.
  /// - Throws: E03xx.
  func read(_ options: TableOptions, for model: TrainedTable?) throws(InputError) -> Dataset {
    let train = try only(train, "training") ?? path
    let test = try only(test, "test")
    let isOfColumn = [.mean, .median].contains(options.missing)
    if let model, isOfColumn {
      throw InputError(
        "E0325",
        model.schema.fill == nil
          ? "the model was trained without missing cells, so that it knows no means"
          : "the model fills missing cells itself, by what it knows of its training rows",
        in: train,
        help: [
          model.schema.fill == nil
            ? "give --missing drop or a number" : "leave --missing out, or give drop or a number"
        ])
    }
    let file = try TableFile(path: train, options, schema: model?.schema, isForModel: model != nil)
    let encoding =
      if let model {
        LabelEncoding(
          classNames: model.classNames, numbers: model.classNumbers,
          labelCount: model.schema.labels.count)
      } else { try LabelEncoding(of: file) }
    var schema =
      model?.schema
      ?? TableSchema(
        features: file.columns.features.map { file.names[$0] },
        labels: file.columns.labels.map { file.names[$0] }, hasNames: file.header.names != nil)
    if case .number(let number) = options.missing {
      schema.fill = schema.features.map { _ in number }
    }
    let testFile = try test.map { path throws(InputError) in
      try TableFile(path: path, options, schema: schema, isForModel: model != nil)
    }
    if let testFile, testFile.columns.labels.isEmpty, model == nil {
      throw InputError(
        "E0328",
        "the label column \(schema.labels.map { quoted($0) }.joined(separator: ", ")) is not there",
        in: testFile.path)
    }
    var classFault: InputError?
    func rows(_ file: TableFile) throws(InputError) -> Rows {
      let (labels, fault) = try encoding.labels(of: file)
      classFault = classFault ?? fault
      let rows = Rows(
        shape: [schema.features.count], storage: .floats(file.features), labels: labels,
        from: .table(file.lines), numbers: file.rowNumbers)
      return schema.fill.map(rows.filled) ?? rows
    }
    var dataset = Dataset(
      name: name, folder: path, train: try rows(file),
      test: try testFile.map { file throws(InputError) in try rows(file) },
      classNames: encoding.classNames)
    dataset.classNumbers = encoding.classNumbers
    dataset.classFault = classFault
    dataset.table = schema
    dataset.warnings = file.warnings
    dataset.leftOutRows = file.leftOutRows + (testFile?.leftOutRows ?? 0)
    dataset.fingerprint = Fingerprint(of: file.bytes).value
    if isOfColumn {
      dataset.pendingFill = options.missing
    }
    return dataset
  }
}
