import Source

/// A folder with numpy's arrays `x_train`, `y_train` and perhaps `x_test`, `y_test`, or `x` and `y`, as
/// .npy files or in one .npz file.
struct ArrayFolder: DatasetLayout {
  /// Where it is.
  let path: String

  var holdsFiles: Bool { arrays != nil }

  func read(name: String, known: KnownDataset?) throws(InputError) -> Dataset {
    switch arrays {
    case .archive(let path)?:
      return try NamedArrays(archive: path).dataset(name: name, folder: self.path, known: known)
    case .files(let names)?:
      return try NamedArrays(folder: path, names: names)
        .dataset(name: name, folder: path, known: known)
    case nil: throw InputError("E0301", "the folder holds no arrays", in: path)
    }
  }

  private enum Arrays {
    case archive(String)
    case files([String])
  }

  /// What is there: .npy files with one of the names, or one .npz file.
  private var arrays: Arrays? {
    let names = (try? namesInFolder(path, code: "E0302")) ?? []
    let files = names.filter { $0.hasSuffix(".npy") }.map { String($0.dropLast(4)) }
    if files.contains(where: NamedArrays.isKnown) { return .files(files) }
    let archives = names.filter { $0.hasSuffix(".npz") }
    return archives.count == 1 ? .archive("\(path)/\(archives[0])") : nil
  }
}
