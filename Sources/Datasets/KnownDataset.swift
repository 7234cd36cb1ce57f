/// A published data set that can be asked for by name.
struct KnownDataset {
  /// Its name and the other names it goes by, also as a folder.
  let names: [String]
  /// What it is, in a few words.
  let what: String
  /// The shape of its rows.
  let shape: [Int]
  /// The folder a Debian package installs it into.
  var packageFolder: String?
  /// The names of its classes.
  let classNames: [String]
  /// The number of its training rows, as published; nil where it comes in several sizes.
  let trainCount: Int?
  /// The number of its test rows, as published.
  var testCount: Int?
  /// How to get it.
  let howToGet: String

  /// All that are known.
  static let all = [
    KnownDataset(
      names: ["fashion", "fashion-mnist", "fashion_mnist"],
      what: "Fashion-MNIST: grey pictures of clothes", shape: [28, 28],
      packageFolder: "/usr/share/datasets/fashion-mnist",
      classNames: [
        "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag",
        "Ankle boot",
      ],
      trainCount: 60_000, testCount: 10_000,
      howToGet: "run 'sudo apt install dataset-fashion-mnist'"),
    KnownDataset(
      names: ["mnist"],
      what: "MNIST: grey pictures of handwritten digits", shape: [28, 28],
      classNames: (0..<10).map(String.init),
      trainCount: 60_000, testCount: 10_000,
      howToGet: "put its four IDX files (train-images-idx3-ubyte, train-labels-idx1-ubyte, "
        + "t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte; plain or .gz) in one of these folders"),
    KnownDataset(
      names: ["letters", "notmnist", "notMNIST"],
      what: "notMNIST: grey pictures of the letters A to J", shape: [28, 28],
      classNames: ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J"],
      trainCount: nil,
      howToGet: "put its four IDX files, named as MNIST's are, in one of these folders; or "
        + "train.csv and test.csv with 784 columns and a label, and 'minmax' at the top of the "
        + "model, since the numbers of tables are not divided by 255"),
    KnownDataset(
      names: ["cifar10", "cifar-10", "cifar-10-batches-bin"],
      what: "CIFAR-10: colour pictures of animals and vehicles", shape: [32, 32, 3],
      classNames: CIFARFolder.classNames,
      trainCount: 50_000, testCount: 10_000,
      howToGet: "put the files of its binary version (data_batch_1.bin to data_batch_5.bin, "
        + "test_batch.bin, batches.meta.txt; from www.cs.toronto.edu/~kriz/cifar.html) in one of "
        + "these folders"),
  ]

  /// How many of the first training rows are validated on where the user does not say, as is usual
  /// with all that are known.
  static let validationRows = 5_000

  /// What so many training rows are split by where the user does not say; none where their number is
  /// not the published one or, where there are several, where half of them would be taken.
  func validation(of rows: Int) -> Holdout {
    let isWhole = trainCount.map { $0 == rows } ?? (rows > 2 * Self.validationRows)
    return isWhole ? .rows(Self.validationRows) : .none
  }

  /// The one that goes by `name`.
  static func named(_ name: String) -> KnownDataset? {
    all.first { $0.names.contains(name) }
  }
}
