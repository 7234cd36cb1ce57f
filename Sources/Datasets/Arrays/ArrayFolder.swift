import Source

/// A folder with numpy's arrays `x_train`, `y_train` and perhaps `x_test`, `y_test`, or `x` and `y`, as
/// .npy files or in one .npz file.
struct ArrayFolder: DatasetLayout {
  /// Where it is.
  let path: String

  var holdsFiles: Bool {
    switch arrays {
    case .files?: true
    // Several archives may lie beside data of another layout.
    case .archives(let names)?: names.count == 1
    case nil: false
    }
  }

  /// Whether there are archives, perhaps several.
  var holdsArchives: Bool { if case .archives? = arrays { true } else { false } }

  func read(name: String, known: KnownDataset?) throws(InputError) -> Dataset {
    switch arrays {
    case .archives(let names)?:
      guard names.count == 1 else {
        throw InputError(
          "E0331",
          "the folder holds several archives: "
            + names.prefix(20).map { quoted($0) }.joined(separator: ", "),
          in: path, help: ["name one of them in place of the folder"])
      }
      return try NamedArrays(archive: "\(path)/\(names[0])")
        .dataset(name: name, folder: path, known: known)
    case .files(let names)?:
      return try NamedArrays(folder: path, names: names)
        .dataset(name: name, folder: path, known: known)
    case nil: throw InputError("E0301", "the folder holds no arrays", in: path)
    }
  }

  private enum Arrays {
    case archives([String])
    case files([String])
  }

  /// What is there: .npy files with one of the names, or .npz files.
  private var arrays: Arrays? {
    let names = (try? namesInFolder(path, code: "E0302")) ?? []
    let files = names.filter { $0.hasSuffix(".npy") }.map { String($0.dropLast(4)) }
    if files.contains(where: NamedArrays.isKnown) { return .files(files) }
    let archives = names.filter { $0.hasSuffix(".npz") }
    return archives.isEmpty ? nil : .archives(archives)
  }
}
