import Source

/// A way in which the files of a data set lie in a folder.
protocol DatasetLayout {
  /// Looks at the folder at `path`.
  init(path: String)

  /// Whether the folder holds files that lie in this way.
  var holdsFiles: Bool { get }

  /// Reads the data set under `name`; `known` says what is known of it.
  ///
  /// - Throws: E03xx for files that are missing, damaged or disagree.
  func read(name: String, known: KnownDataset?) throws(InputError) -> Dataset
}

/// How the files in the folder at `path` lie, if in any way that can be read.
func anyLayout(ofFolder path: String) -> (any DatasetLayout)? {
  let layouts: [any DatasetLayout] = [
    IDXFolder(path: path), CIFARFolder(path: path), ArrayFolder(path: path),
    PictureFolder(path: path),
  ]
  return layouts.first { $0.holdsFiles }
}

/// What a folder may hold, for messages.
let readableFolders = [
  "a folder holds train-images-idx3-ubyte and train-labels-idx1-ubyte, perhaps t10k-…, plain or .gz",
  "or data_batch_1.bin to data_batch_5.bin of CIFAR-10, perhaps test_batch.bin",
  "or x_train.npy and y_train.npy, perhaps x_test.npy and y_test.npy, or one .npz file of these",
  "or folders named by class with .png files, perhaps within 'train' and 'test'",
  "or train.csv, perhaps test.csv; also .tsv",
]

extension Dataset {
  /// Puts together what was read from files, with the names and the split of a known data set where
  /// the rows are that one's.
  ///
  /// - Parameter testLabels: the file that the labels of the test rows come from, where it is not
  ///   that of the rows.
  /// - Throws: E0308 and E0309 where the test rows do not go with the training rows.
  init(
    read name: String, folder: String, train: Rows, test: Rows?, classNames: [String],
    known: KnownDataset?, testLabels: String? = nil
  ) throws(InputError) {
    self.init(
      name: name, folder: folder, train: train, test: test, classNames: classNames,
      defaultValidation: known?.validation(of: train.count) ?? .none)
    if let test { try check(test, labels: testLabels ?? test.origin) }
  }

  /// Test rows go through the network that the training rows define.
  private func check(_ test: Rows, labels: String) throws(InputError) {
    guard test.shape == train.shape else {
      let shapes = [test, train].map { $0.shape.map(String.init).joined(separator: "x") }
      throw InputError(
        "E0308", "rows of shape \(shapes[0]) here but of shape \(shapes[1]) in '\(train.origin)'",
        in: test.origin)
    }
    guard test.hasBytes == train.hasBytes else {
      throw InputError(
        "E0308",
        "one holds bytes, which are divided by 255, and the other does not: "
          + "this file and '\(train.origin)'", in: test.origin)
    }
    if let row = test.classes.firstIndex(where: { $0 >= classCount }) {
      throw InputError(
        "E0309",
        "label \(test.classes[row]) of row \(row) is not among the \(classCount) classes of "
          + "'\(train.origin)'", in: labels)
    }
  }
}

extension KnownDataset? {
  /// The names of so many classes: the known ones where there are as many, else their numbers.
  func classNames(count: Int) -> [String] {
    if let names = self?.classNames, names.count == count { return names }
    return (0..<count).map(String.init)
  }
}
