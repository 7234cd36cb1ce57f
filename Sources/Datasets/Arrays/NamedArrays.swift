import Source

/// Arrays by name, from which a data set is taken as Keras names them: `x_train`, `y_train`, `x_test`
/// and `y_test`, or only `x` and `y`. `X` counts as `x`.
struct NamedArrays {
  /// The file or folder, for messages.
  private let path: String
  private let names: [String]
  private let load: (String) throws(InputError) -> NPYArray

  /// The members of an .npz file.
  init(archive path: String) throws(InputError) {
    let zip = try ZipFile(path: path)
    self.path = path
    names = zip.members.filter { $0.name.hasSuffix(".npy") }.map { String($0.name.dropLast(4)) }
    load = { name throws(InputError) in
      guard let member = zip.members.first(where: { $0.name == "\(name).npy" }) else {
        throw InputError("E0307", "the archive has no array \(quoted(name))", in: path)
      }
      return try NPYArray(
        try zip.contents(of: member), path: path, member: name, memory: zip.memory)
    }
  }

  /// The .npy files of a folder.
  init(folder path: String, names: [String]) {
    self.path = path
    self.names = names
    load = { name throws(InputError) in
      let file = "\(path)/\(name).npy"
      return try NPYArray(
        try readFile(file, limit: physicalMemory / 2, code: "E0302"), path: file)
    }
  }

  /// The pairs of names that rows to train on and to test on may have, the preferred ones first.
  private static let training = [
    ("x_train", "y_train"), ("X_train", "y_train"), ("x", "y"), ("X", "y"),
  ]
  private static let testing = [("x_test", "y_test"), ("X_test", "y_test")]

  /// Whether an array of this name is one that is looked for.
  static func isKnown(_ name: String) -> Bool {
    (training + testing).contains { $0.0 == name || $0.1 == name }
  }

  /// Reads the data set.
  ///
  /// - Throws: E03xx for arrays that are missing, damaged or disagree.
  func dataset(
    name: String, folder: String, known: KnownDataset?
  ) throws(InputError) -> Dataset {
    guard let train = try rows(NamedArrays.training) else {
      let found = names.prefix(20).map { quoted($0) }.joined(separator: ", ")
      throw InputError(
        "E0307", "there are no training rows among the arrays \(found)", in: path,
        help: ["needed are 'x_train' and 'y_train', or 'x' and 'y'"])
    }
    let test = try rows(NamedArrays.testing, like: train.rows.labels)
    var dataset = try Dataset(
      read: name, folder: folder, train: train.rows, test: test?.rows,
      classNames: known.classNames(count: train.classCount), known: known,
      testLabels: test?.labelFile)
    dataset.mayBeSorted = known == nil
    return dataset
  }

  /// Reads the rows and labels of the first pair of names of which there is any.
  private func rows(
    _ pairs: [(x: String, y: String)], like kind: Labels? = nil
  ) throws(InputError) -> (rows: Rows, classCount: Int, labelFile: String)? {
    guard
      let pair = pairs.first(where: { names.contains($0.x) })
        ?? pairs.first(where: { names.contains($0.y) })
    else { return nil }
    for name in [pair.x, pair.y] where !names.contains(name) {
      throw InputError(
        "E0307", "there is \(quoted(name == pair.x ? pair.y : pair.x)), but no \(quoted(name))",
        in: path)
    }
    let y = try load(pair.y)
    let (labels, classCount) = try y.labels(like: kind)
    let x = try load(pair.x)
    guard x.sizes.count > 1 else {
      throw x.failure("E0304", "rows need two axes or more, this array has one")
    }
    guard x.sizes[0] == labels.count, labels.count <= Int(Int32.max) else {
      throw y.failure("E0307", "\(labels.count) labels here, but \(x.sizes[0]) rows in \(pair.x)")
    }
    return (
      Rows(
        shape: Array(x.sizes.dropFirst()), storage: try x.storage(), labels: labels,
        origin: x.path), classCount, y.path
    )
  }
}
