import Source

/// A folder with a data set as IDX files: images and labels to train on, and perhaps to test on.
///
/// The files are named as MNIST's are, `train-images-idx3-ubyte` or `train-images.idx3-ubyte`,
/// `t10k-` for the test set, plain or with `.gz`; the plain file is preferred. The rank and type
/// in the names are those of MNIST also where the file, by its header, has others.
struct IDXFolder: DatasetLayout {
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
    return try Dataset(
      read: name, folder: path, train: train, test: test,
      classNames: known.classNames(count: classCount), known: known, testLabels: labels("t10k"))
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

  private func images(_ set: String) -> String? { file("\(set)-images", "idx3-ubyte") }

  private func labels(_ set: String) -> String? { file("\(set)-labels", "idx1-ubyte") }

  private func file(_ stem: String, _ format: String) -> String? {
    ["", ".gz"].lazy
      .flatMap { ending in ["-", "."].map { "\(path)/\(stem)\($0)\(format)\(ending)" } }
      .first { FileKind(path: $0) != nil }
  }
}
