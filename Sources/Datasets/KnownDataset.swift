/// A published data set that can be asked for by name.
struct KnownDataset {
  /// Its name and the other names it goes by, also as a folder.
  let names: [String]
  /// The folder a Debian package installs it into.
  var packageFolder: String?
  /// The names of its classes.
  let classNames: [String]
  /// The number of its training rows, as published.
  let trainCount: Int
  /// How its training rows are split where the user does not say.
  var validation = ValidationSplit.none
  /// How to get it.
  let howToGet: String

  /// All that are known.
  static let all = [
    KnownDataset(
      names: ["fashion", "fashion-mnist", "fashion_mnist"],
      packageFolder: "/usr/share/datasets/fashion-mnist",
      classNames: [
        "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag",
        "Ankle boot",
      ],
      trainCount: 60_000,
      validation: .rows(5_000),
      howToGet: "run 'sudo apt install dataset-fashion-mnist'"),
    KnownDataset(
      names: ["mnist"],
      classNames: (0..<10).map(String.init),
      trainCount: 60_000,
      howToGet: "put its four IDX files (train-images-idx3-ubyte, train-labels-idx1-ubyte, "
        + "t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte; plain or .gz) in one of these folders"),
  ]

  /// The one that goes by `name`.
  static func named(_ name: String) -> KnownDataset? {
    all.first { $0.names.contains(name) }
  }
}
