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
    DatasetFolder(path: path), CIFARFolder(path: path), ArrayFolder(path: path),
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
  /// - Throws: E0308 and E0309 where the test rows do not go with the training rows.
  init(
    read name: String, folder: String, train: Rows, test: Rows?, classNames: [String],
    known: KnownDataset?
  ) throws(InputError) {
    if let test {
      try DatasetFolder(path: folder).check(test, against: train, classCount: classNames.count)
    }
    self.init(
      name: name, folder: folder, train: train, test: test, classNames: classNames,
      defaultValidation: known.flatMap { $0.trainCount == train.count ? $0.validation : nil }
        ?? .none)
  }
}
