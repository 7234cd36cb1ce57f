import Source

/// A folder with a data set as IDX files: images and labels to train on, and perhaps to test on.
///
/// The files are named as MNIST's are, `train-images-idx3-ubyte` or `train-images.idx3-ubyte`,
/// `t10k-` for the test set, plain or with `.gz`; the plain file is preferred. The rank and type
/// in the names are those of MNIST also where the file, by its header, has others.
struct DatasetFolder: DatasetLayout {
  /// Where it is.
  let path: String

  /// Whether there is any of the files.
  var holdsFiles: Bool {
    ["train", "t10k"].contains { set in
      images(set) != nil || labels(set) != nil
    }
  }

  /// Reads the data set under `name`; `known` says what is known of it.
  ///
  /// - Throws: E03xx for files that are missing, damaged or disagree.
  func read(name: String, known: KnownDataset?) throws(InputError) -> Dataset {
    guard let train = try rows("train") else {
      throw InputError(
        "E0301", "the folder holds no training rows", in: path,
        help: ["needed are 'train-images-idx3-ubyte' and 'train-labels-idx1-ubyte', plain or .gz"])
    }
    let test = try rows("t10k")
    let classCount = Int(train.classes.max() ?? 0) + 1
    if let test { try check(test, against: train, classCount: classCount) }
    return Dataset(
      name: name, folder: path, train: train, test: test,
      classNames: known.flatMap { $0.classNames.count == classCount ? $0.classNames : nil }
        ?? (0..<classCount).map(String.init),
      defaultValidation: known.flatMap { $0.trainCount == train.count ? $0.validation : nil }
        ?? .none)
  }

  /// Reads the images and labels of a set, where either is there.
  private func rows(_ set: String) throws(InputError) -> Rows? {
    let found = (images: images(set), labels: labels(set))
    guard let imagesPath = found.images, let labelsPath = found.labels else {
      guard let other = found.images ?? found.labels else { return nil }
      let missing =
        found.images == nil ? "\(set)-images-idx3-ubyte" : "\(set)-labels-idx1-ubyte"
      throw InputError(
        "E0307", "the folder has this file but not its companion '\(missing)', plain or .gz",
        in: other)
    }
    let labels = try IDXFile(path: labelsPath).labels()
    let images = try IDXFile(path: imagesPath)
    guard images.sizes.count > 1 else {
      throw InputError("E0304", "rows need two axes or more, this file has one", in: imagesPath)
    }
    guard images.sizes[0] == labels.count else {
      throw InputError(
        "E0307", "\(images.sizes[0]) rows in '\(imagesPath)' but \(labels.count) labels here",
        in: labelsPath)
    }
    guard labels.count <= Int(Int32.max) else {
      throw InputError("E0306", "\(labels.count) rows are too many", in: imagesPath)
    }
    return Rows(
      shape: Array(images.sizes.dropFirst()), storage: try images.storage(), labels: labels,
      origin: imagesPath)
  }

  /// Test rows go through the network that the training rows define.
  func check(
    _ test: Rows, against train: Rows, classCount: Int
  ) throws(InputError) {
    guard test.shape == train.shape else {
      let shapes = [test, train].map { $0.shape.map(String.init).joined(separator: "x") }
      throw InputError(
        "E0308", "rows of shape \(shapes[0]) here but of shape \(shapes[1]) in '\(train.origin)'",
        in: test.origin)
    }
    switch (test.storage, train.storage) {
    case (.bytes, .bytes), (.floats, .floats): break
    default:
      throw InputError(
        "E0308",
        "one holds bytes, which are divided by 255, and the other does not: "
          + "this file and '\(train.origin)'", in: test.origin)
    }
    if let row = test.classes.firstIndex(where: { $0 >= classCount }) {
      throw InputError(
        "E0309",
        "label \(test.classes[row]) of row \(row) is not among the \(classCount) classes of "
          + "'\(train.origin)'", in: labels("t10k") ?? test.origin)
    }
  }

  private func images(_ set: String) -> String? { file("\(set)-images", "idx3-ubyte") }

  private func labels(_ set: String) -> String? { file("\(set)-labels", "idx1-ubyte") }

  private func file(_ stem: String, _ format: String) -> String? {
    ["", ".gz"].lazy
      .flatMap { ending in ["-", "."].map { "\(path)/\(stem)\($0)\(format)\(ending)" } }
      .first { FileKind(path: $0) != nil }
  }
}
