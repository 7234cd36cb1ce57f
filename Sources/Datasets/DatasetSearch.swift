public import Source

/// Finds data sets by name or folder.
///
/// Built-in names, such as `iris` or `spirals:noise=0.1`, come first. Another name is looked for, in
/// this order, in `dataDirectory` (as a folder in it, then as the folder itself), in `$NNC_DATA`
/// likewise, in the user's cache folder (`$XDG_CACHE_HOME/nnc`, otherwise `~/.cache/nnc`), and where
/// its Debian package installs it.
public struct DatasetSearch: Sendable {
  private let dataDirectory: String?
  private let environment: [String: String]
  private let tableOptions: TableOptions
  private let trainedTable: TrainedTable?
  private let isForModel: Bool

  /// A search that starts in `dataDirectory`; `environment` gives `NNC_DATA`, `XDG_CACHE_HOME` and
  /// `HOME`.
  ///
  /// - Parameters:
  ///   - table: how tables are read.
  ///   - model: what the model that the data is for knows of the table it was trained on.
  ///   - isForModel: whether the data is for a model that is trained already: then its test rows
  ///     may have classes that its training rows lack.
  public init(
    dataDirectory: String?, environment: [String: String], table: TableOptions = TableOptions(),
    for model: TrainedTable? = nil, isForModel: Bool = false
  ) {
    self.dataDirectory = dataDirectory
    self.environment = environment
    tableOptions = table
    trainedTable = model
    self.isForModel = isForModel
  }

  /// Opens a data set: a folder, a table or an .npz file where the text contains a `/`, or is an
  /// existing file or folder and no known data set's name; otherwise a name.
  ///
  /// - Throws: E0301 where it is not found, saying where it was looked for; other E03xx where its
  ///   files cannot be used.
  public func open(_ nameOrFolder: String) throws(InputError) -> Dataset {
    let dataset = try read(nameOrFolder)
    if !isForModel { try dataset.checkTestClasses() }
    return dataset
  }

  private func read(_ nameOrFolder: String) throws(InputError) -> Dataset {
    if !nameOrFolder.contains("/"), let dataset = try BuiltInDataset.open(nameOrFolder) {
      return dataset
    }
    let known = KnownDataset.named(nameOrFolder)
    let isPath = nameOrFolder.contains("/") || TableSource(file: nameOrFolder) != nil
    if isPath || (known == nil && FileKind(path: nameOrFolder) != nil) {
      return try open(folder: nameOrFolder)
    }
    guard !nameOrFolder.isEmpty else {
      throw InputError(Diagnostic(code: "E0301", "the name of the data set is empty"))
    }
    let candidates = folders(for: nameOrFolder, known)
    for candidate in candidates where FileKind(path: candidate) == .folder {
      try checkAccess(candidate)
      if let layout = layout(of: candidate, nameOrFolder, known) {
        return try layout.read(name: known?.names.first ?? nameOrFolder, known: known)
      }
      guard let tables = TableSource(folder: candidate) else { continue }
      return try tables.read(tableOptions, for: trainedTable)
    }
    throw notFound(nameOrFolder, known, searched: candidates)
  }

  private func open(folder text: String) throws(InputError) -> Dataset {
    let path = text.count > 1 && text.hasSuffix("/") ? String(text.dropLast()) : text
    switch FileKind(path: path) {
    case .folder: break
    case .file where path.hasSuffix(".npz"): return try open(archive: path)
    case nil: throw InputError("E0301", "there is no such file or folder", in: path)
    default:
      guard let table = TableSource(file: path) else {
        throw InputError(
          "E0301", "this is a file of no kind that is known", in: path,
          help: [
            "data is a table (.csv, .tsv, also with .gz), an .npz file, or a folder with files"
          ])
      }
      return try table.read(tableOptions, for: trainedTable)
    }
    try checkAccess(path)
    let name = lastComponent(path)
    let known = KnownDataset.named(name)
    if let layout = anyLayout(ofFolder: path) {
      return try layout.read(name: known?.names.first ?? name, known: known)
    }
    guard let tables = TableSource(folder: path) else {
      let arrays = ArrayFolder(path: path)
      // Of several archives it is told which there are.
      if arrays.holdsArchives { return try arrays.read(name: name, known: known) }
      throw InputError("E0301", "the folder holds no data set", in: path, help: readableFolders)
    }
    return try tables.read(tableOptions, for: trainedTable)
  }

  private func open(archive path: String) throws(InputError) -> Dataset {
    let name = String(lastComponent(path).dropLast(".npz".count))
    let known = KnownDataset.named(name)
    return try NamedArrays(archive: path).dataset(
      name: known?.names.first ?? name, folder: path, known: known)
  }

  /// How the files of `name` lie in a folder, if it holds any. A folder of another name holds it
  /// only where the names of the files leave no doubt.
  private func layout(
    of folder: String, _ name: String, _ known: KnownDataset?
  ) -> (any DatasetLayout)? {
    let names = known?.names ?? [name]
    if names.contains(lastComponent(folder)) { return anyLayout(ofFolder: folder) }
    let layout: any DatasetLayout =
      names.contains("cifar10") ? CIFARFolder(path: folder) : IDXFolder(path: folder)
    return layout.holdsFiles ? layout : nil
  }

  /// Every folder that may hold `name`, in the order of the search.
  private func folders(for name: String, _ known: KnownDataset?) -> [String] {
    let names = known?.names ?? [name]
    let ownDirectories = [dataDirectory, environment["NNC_DATA"]].compactMap { $0 }
    var folders = ownDirectories.filter { !$0.isEmpty }.flatMap { directory in
      names.map { "\(directory)/\($0)" }
        + (belongsToAnother(directory, than: names) ? [] : [directory])
    }
    if let cache = cacheFolder { folders += names.map { "\(cache)/nnc/\($0)" } }
    if let package = known?.packageFolder { folders.append(package) }
    return folders
  }

  /// A folder that is named after another known data set holds that one.
  private func belongsToAnother(_ directory: String, than names: [String]) -> Bool {
    guard let owner = KnownDataset.named(lastComponent(directory)) else { return false }
    return owner.names != names
  }

  /// The base directory of user-specific cached data, by the XDG Base Directory Specification,
  /// which has relative paths ignored.
  private var cacheFolder: String? {
    if let cache = environment["XDG_CACHE_HOME"], cache.hasPrefix("/") { return cache }
    guard let home = environment["HOME"], !home.isEmpty else { return nil }
    return "\(home)/.cache"
  }

  private func lastComponent(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  private func checkAccess(_ folder: String) throws(InputError) {
    guard canEnter(folder: folder) else {
      throw InputError("E0302", "the folder cannot be entered: permission denied", in: folder)
    }
  }

  private var knownNames: [String] {
    KnownDataset.all.flatMap(\.names) + BuiltInDataset.all.map(\.name)
  }

  private func notFound(
    _ name: String, _ known: KnownDataset?, searched: [String]
  ) -> InputError {
    var help = searched.isEmpty ? [] : ["searched: \(searched.joined(separator: ", "))"]
    if let known {
      help.append(known.howToGet)
    } else {
      if let near = nearestName(to: name, among: knownNames) {
        help.append("did you mean '\(near)'?")
      }
      help.append(
        "'nnc data list' shows the known names; a folder of your own needs a '/', "
          + "as in './\(name)'")
    }
    return InputError(Diagnostic(code: "E0301", "data set '\(name)' was not found", help: help))
  }

  /// Every name that `open` knows, those with files first, and where each is.
  public var entries: [DatasetEntry] {
    KnownDataset.all.map { known in
      let name = known.names[0]
      let found = folders(for: name, known).first {
        FileKind(path: $0) == .folder && canEnter(folder: $0)
          && (layout(of: $0, name, known) != nil || TableSource(folder: $0) != nil)
      }
      return DatasetEntry(
        name: name, what: known.what, trainCount: known.trainCount, testCount: known.testCount,
        shape: known.shape, classCount: known.classNames.count,
        place: found.map { .folder($0) } ?? .missing(howToGet: known.howToGet))
    }
      + BuiltInDataset.all.map {
        DatasetEntry(
          name: $0.name, what: $0.what, trainCount: $0.trainCount, testCount: $0.testCount,
          shape: $0.shape, classCount: $0.classCount, place: .builtIn)
      }
  }
}
